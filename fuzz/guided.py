"""Fuzzing guided by coverage, with atheris."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NoReturn

from fuzz.parts import MODULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fuzz.targets import Target

#: The longest input, in bytes. Coverage is much the same for longer ones, which take longer.
_LONGEST = 200
#: Of how many inputs one is made long, though not to half a megabyte: where every branch is
#: noted it takes as long as thousands of short ones.
_GROWN = 5_000
#: After how many inputs to say how far it has come.
_TELL_EVERY = 10_000


def fuzz(name: str, target: Target, runs: int, seed: int, corpus: Path, found: Path) -> NoReturn:
    """Fuzz, and tell what was found when it is over; the process ends then.

    It is over after all runs, and early at Ctrl+C or ``SIGTERM``. What fails for the first
    time is written down at once, since an input may end the process as well (one that takes
    a minute, or breaks a library that is no Python): that one is written into the same folder.

    Args:
        name: The target's name.
        target: What to try the inputs on.
        runs: How many to try, those of the corpus included.
        seed: Where chances come from. What is tried depends on the corpus, too.
        corpus: The folder of inputs that each take some branch of their own; it grows.
        found: The folder for inputs that fail.
    """
    import atheris

    from fuzz.growth import check_growth
    from fuzz.tried import Tried

    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    tokens = corpus.parent / f"{name}.dict"
    tokens.write_text("".join(f'"{_escaped(token)}"\n' for token in target.dictionary if token))
    _seed(target, corpus)
    tried = Tried({name: target}, partial(check_growth, farther=False), _GROWN)
    before = _files(corpus)
    ended = False

    def end(*_: object) -> None:
        nonlocal ended
        ended = True

    def tell() -> NoReturn:
        """Tell what came of it, and leave: libFuzzer would, without a word to Python."""
        print(
            f"{name} (atheris, seed {seed}): {tried.inputs:,} inputs tried, {tried.grown:,} of "
            f"them made long too; the corpus grew from {before:,} to {_files(corpus):,} inputs"
        )
        tried.tell(found, "-guided")
        sys.stdout.flush()
        os._exit(int(tried.failed() > 0))

    def one(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        for new in tried.run(text):
            file = found / f"{name}-guided-{tried.inputs}.txt"
            file.write_bytes(text.encode())
            print(f"  {new}: {file}", flush=True)
        if tried.inputs % _TELL_EVERY == 0:
            print(
                f"  {tried.inputs:,} tried, {tried.failed():,} failed, "
                f"{_files(corpus):,} in the corpus",
                flush=True,
            )
        if ended or tried.inputs >= runs:
            tell()

    arguments = [
        sys.argv[0],
        f"-seed={seed or 1}",
        f"-dict={tokens}",
        f"-artifact_prefix={found / name}-guided-",
        f"-max_len={_LONGEST}",
        "-len_control=50",
        "-verbosity=0",
        "-timeout=60",
        "-report_slow_units=60",
        "-rss_limit_mb=4096",
        "-handle_int=0",
        "-handle_term=0",
        str(corpus),
    ]
    atheris.Setup(arguments, one)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    atheris.Fuzz()
    raise AssertionError("libFuzzer came back")


def prepare(parts: Iterable[str]) -> None:
    """Import all of medlint so that the coverage of some parts is told.

    Branches elsewhere would lead to little that is new for these parts, and take more than
    half of the time; those of PyYAML and of other libraries do, too.

    Args:
        parts: The names of the parts; nothing of medlint may be imported yet.
    """
    import importlib

    import atheris

    guiding = tuple(module for part in parts for module in MODULES[part])
    # The reference parser reads Markdown with it, and says what the other one has to read.
    packages = ["medlint", "markdown_it"] if "medlint.parsers" in guiding else ["medlint"]
    names = _modules()
    others = {
        name for name in names if not any(f"{name}.".startswith(f"{one}.") for one in guiding)
    }
    with atheris.instrument_imports(include=packages, exclude=others):
        for name in names:
            importlib.import_module(name)


def _modules() -> list[str]:
    """The names of all modules of medlint but those that run when they are imported."""
    root = Path(__file__).resolve().parent.parent
    names = []
    for file in sorted((root / "medlint").rglob("*.py")):
        parts = file.relative_to(root).with_suffix("").parts
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return [name for name in names if not name.endswith(("__main__", "table"))]


def _files(folder: Path) -> int:
    """How many files a folder holds."""
    return len(os.listdir(folder))


def _seed(target: Target, corpus: Path) -> None:
    """Put some inputs into an empty corpus, pieces of those that Hypothesis builds."""
    if any(corpus.iterdir()):
        return
    import hypothesis

    from fuzz import structure
    from fuzz.making import part_of

    texts: list[str] = []

    @hypothesis.seed(1)
    @hypothesis.settings(
        max_examples=300,
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(getattr(structure, target.structure)())
    def draw(text: str) -> None:
        texts.append(text)

    draw()
    random = Random(1)
    for number, text in enumerate(part_of(random, text) for text in texts):
        (corpus / f"seed-{number}").write_bytes(text.encode("utf-8", "replace"))


def _escaped(token: str) -> str:
    """A token as dictionaries of libFuzzer write it."""
    data = token.encode("utf-8", "replace")
    return "".join(f"\\x{byte:02x}" for byte in data)
