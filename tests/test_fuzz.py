"""Bounded runs of the fuzzer, and every input that once broke something; see docs/fuzzing.md."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from fuzz.checks import check_bytes
from fuzz.failures import Failures
from fuzz.making import BYTES, mutate_bytes
from fuzz.run import structured
from fuzz.targets import TARGETS

if TYPE_CHECKING:
    from pathlib import Path

REGRESSIONS = sorted((ROOT / "tests" / "regressions").glob("*/*"))

#: How many inputs are tried here; a long run is for ``python -m fuzz``.
RUNS = {
    **dict.fromkeys(("front-matter", "html", "settings", "baseline", "init"), 2_000),
    **dict.fromkeys(("markdown", "parsers", "suppressions"), 1_000),
    "post+fixer+reports": 700,
}


@pytest.mark.parametrize("names", RUNS)
def test_a_short_run_finds_nothing(names: str, tmp_path: Path) -> None:
    targets = {name: TARGETS[name] for name in names.split("+")}
    tried = structured(targets, RUNS[names], seed=7)
    assert tried.inputs >= RUNS[names]
    for name, failures in tried.failures.items():
        assert not failures, "\n".join(failures.save(tmp_path, name))


def test_bytes_of_any_kind() -> None:
    from random import Random

    random = Random(7)
    seeds = [b"---\ntitle: x\n---\n\nText [here](https://b.cc).\n", "“ü” 漢字".encode(), *BYTES]
    seeds += [
        "“ü”".encode(coding)
        for coding in ("cp1252", "utf-16", "utf-16-le", "utf-32", "utf-8-sig", "utf-7")
    ]
    check_bytes(b"\xef\xbb\xbf\xef\xbb\xbf\xff")
    for data in seeds:
        check_bytes(data)
        for _ in range(150):
            check_bytes(mutate_bytes(random, data))


@pytest.mark.parametrize("path", REGRESSIONS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_failed_does_not_fail_again(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "surrogatepass")
    for target in TARGETS.values():
        target.check(text)


class TestTheFuzzer:
    def test_each_fault_is_told_once_with_a_small_input(self, tmp_path: Path) -> None:
        def check(text: str) -> None:
            assert "x" not in text
            if "yy" in text:
                raise ValueError(text)

        failures = Failures(check)
        for text in ("a long text with an x in it", "lazy yyyy dog", "fine", "another x"):
            failures.run(text)
        assert failures.count == 3
        lines = failures.save(tmp_path, "t")
        assert len(lines) == 2
        assert {path.read_text() for path in tmp_path.iterdir()} == {"x", "yy"}

    def test_the_same_seed_makes_the_same_inputs(self) -> None:
        made: list[list[str]] = []
        for _ in range(2):
            seen: list[str] = []
            target = TARGETS["html"]._replace(check=seen.append)
            structured({"html": target}, 250, seed=3)
            made.append(seen)
        assert made[0] == made[1]
        assert len(set(made[0])) > 150
