"""The command: ``python -m fuzz TARGET --runs N``."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.parts import MODULES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fuzz.targets import Target

_FOUND = Path(__file__).resolve().parent / "found"
_CORPUS = Path(__file__).resolve().parent / "corpus"


def main() -> int:
    """Run the command; returns 1 where something failed."""
    options = _arguments()
    # A long run that is ended tells what it found.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    measured = None
    if options.coverage:
        from coverage import Coverage

        # Before anything of medlint is imported: its top level counts too.
        measured = Coverage(branch=True, source_pkgs=["medlint"], data_file=None)
        measured.start()
    if options.engine == "atheris":
        from fuzz.guided import prepare

        prepare([options.target])
    from fuzz.targets import TARGETS

    names = list(TARGETS) if options.target == "all" else options.target.split(",")
    failed = False
    for name in names:
        # Those that are joined by a plus get the same inputs, and share what they can.
        targets = {one: TARGETS[one] for one in name.split("+")}
        if options.engine == "atheris":
            from fuzz.guided import fuzz

            fuzz(name, TARGETS[name], options.runs, options.seed, _CORPUS / name, _FOUND)
        failed |= _structured(targets, options.runs, options.seed)
        if measured is not None:
            measured.stop()
            for target in targets:
                _tell_coverage(measured, MODULES[target])
            measured.start()
    return int(failed)


def _arguments() -> argparse.Namespace:
    from importlib.util import find_spec

    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument(
        "target",
        help="what to fuzz: one part, parts joined by + that get the same inputs, by commas one "
        "after the other, or all; see docs/fuzzing.md",
    )
    parser.add_argument("--runs", type=int, default=10_000, help="how many inputs to try")
    parser.add_argument("--seed", type=int, default=0, help="the same seed makes the same inputs")
    parser.add_argument("--coverage", action="store_true", help="tell what was covered (slower)")
    parser.add_argument(
        "--engine",
        choices=("structure", "atheris"),
        default="structure",
        help="structure: posts of every construct, mutated; atheris: guided by coverage",
    )
    options = parser.parse_args()
    known = {*MODULES, "all"} if options.engine == "structure" else set(MODULES)
    asked = options.target.replace("+", ",").split(",") if "all" in known else [options.target]
    for name in asked:
        if name not in known:
            parser.error(f"no part is called {name!r}: use one of {', '.join(MODULES)}")
    if options.engine == "atheris" and find_spec("atheris") is None:
        parser.error(
            'atheris is not installed: pip install "medlint[fuzz]" (Linux, Python 3.11 or 3.12)'
        )
    return options


def _structured(targets: Mapping[str, Target], runs: int, seed: int) -> bool:
    from fuzz.run import structured

    started = time.process_time()
    tried = structured(targets, runs, seed, growth=True, tell_every=50_000)
    spent = time.process_time() - started
    print(
        f"{'+'.join(targets)} (structure, seed {seed}): {tried.inputs:,} inputs tried "
        f"in {spent:,.0f} s of CPU, {tried.grown:,} of them made long too",
        flush=True,
    )
    tried.tell(_FOUND)
    return tried.failed() > 0


def _tell_coverage(measured: object, modules: tuple[str, ...]) -> None:
    import io

    from coverage import Coverage

    assert isinstance(measured, Coverage)
    root = Path(__file__).resolve().parent.parent
    places = [str(root / module.replace(".", "/")) for module in modules]
    patterns = [pattern for place in places for pattern in (f"{place}.py", f"{place}/*")]
    told = io.StringIO()
    percent = measured.report(include=patterns, file=told)
    print(f"  {percent:.1f} % of the lines and branches of {', '.join(modules)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
