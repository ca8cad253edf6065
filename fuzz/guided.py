"""Fuzzing guided by coverage, with atheris."""

from __future__ import annotations

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


def fuzz(name: str, target: Target, runs: int, seed: int, corpus: Path, found: Path) -> NoReturn:
    """Fuzz, and tell what was found when it is over; the process ends then."""
    import atheris

    from fuzz.failures import Failures

    failures = Failures(target.check)
    tried = 0

    def tell() -> None:
        print(f"{name} (atheris, seed {seed}): {tried:,} inputs tried, {failures.count:,} failed")
        for line in failures.save(found, f"{name}-guided"):
            print(f"  {line}")
        sys.stdout.flush()

    def one(data: bytes) -> None:
        nonlocal tried
        tried += 1
        failures.run(data.decode("utf-8", "replace"))
        if tried % _TELL_EVERY == 0:
            print(f"  {tried:,} tried, {failures.count:,} failed", flush=True)
        if tried == runs:  # libFuzzer leaves the process without a word to Python
            tell()

    corpus.mkdir(parents=True, exist_ok=True)
    tokens = corpus.parent / f"{name}.dict"
    tokens.write_text("".join(f'"{_escaped(token)}"\n' for token in target.dictionary if token))
    _seed(target, corpus)
    arguments = [
        sys.argv[0],
        f"-runs={runs}",
        f"-seed={seed or 1}",
        f"-dict={tokens}",
        f"-max_len={_LONGEST}",
        "-len_control=50",
        "-verbosity=0",
        "-timeout=60",
        "-print_final_stats=1",
        "-rss_limit_mb=4096",
        str(corpus),
    ]
    atheris.Setup(arguments, one)
    atheris.Fuzz()
    raise SystemExit(int(bool(failures)))


def prepare() -> None:
    """Import all of medlint so that its coverage is told; nothing of it may be imported yet."""
    import importlib
    import pkgutil

    import atheris

    with atheris.instrument_imports(include=["medlint"]):
        import medlint

        for module in pkgutil.walk_packages(medlint.__path__, "medlint."):
            if not module.name.endswith(("__main__", "table")):
                importlib.import_module(module.name)


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
