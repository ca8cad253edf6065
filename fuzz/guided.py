"""Fuzzing guided by coverage, with atheris."""

from __future__ import annotations

import os
import signal
import sys
from random import Random
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from pathlib import Path

    from fuzz.targets import Target

#: The longest input, in bytes. Coverage is much the same for longer ones, which take longer.
_LONGEST = 400
#: After how many inputs to say how far it has come.
_TELL_EVERY = 10_000
#: Packages whose branches guide. Those of PyYAML lead to little that is new, and halve the speed.
_GUIDING = ["medlint", "markdown_it"]


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

    from fuzz.failures import Failures

    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    tokens = corpus.parent / f"{name}.dict"
    tokens.write_text("".join(f'"{_escaped(token)}"\n' for token in target.dictionary if token))
    _seed(target, corpus)
    failures = Failures(target.check)
    before = _files(corpus)
    tried = 0
    ended = False

    def end(*_: object) -> None:
        nonlocal ended
        ended = True

    def tell() -> NoReturn:
        """Tell what came of it, and leave: libFuzzer would, without a word to Python."""
        print(
            f"{name} (atheris, seed {seed}): {tried:,} inputs tried, {failures.count:,} failed; "
            f"the corpus grew from {before:,} to {_files(corpus):,} inputs"
        )
        for line in failures.save(found, f"{name}-guided"):
            print(f"  {line}")
        sys.stdout.flush()
        os._exit(int(bool(failures)))

    def one(data: bytes) -> None:
        nonlocal tried
        tried += 1
        text = data.decode("utf-8", "replace")
        new = failures.run(text)
        if new is not None:
            file = found / f"{name}-guided-{tried}.txt"
            file.write_bytes(text.encode())
            print(f"  {new}: {file}", flush=True)
        if tried % _TELL_EVERY == 0:
            corpus_size = _files(corpus)
            print(
                f"  {tried:,} tried, {failures.count:,} failed, {corpus_size:,} in the corpus",
                flush=True,
            )
        if ended or tried >= runs:
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


def prepare() -> None:
    """Import all of medlint so that its coverage is told; nothing of it may be imported yet."""
    import importlib
    import pkgutil

    import atheris

    with atheris.instrument_imports(include=_GUIDING):
        import medlint

        for module in pkgutil.walk_packages(medlint.__path__, "medlint."):
            if not module.name.endswith(("__main__", "table")):
                importlib.import_module(module.name)


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
