"""``--timing``: where the time goes, stage by stage and rule by rule."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from medlint.cli import main
from medlint.timing import REST, Clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Capture = pytest.CaptureFixture[str]

TABLE = """\
        TIME   SHARE  STAGE
"""


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "posts").mkdir()
    for name in ("a", "b"):
        text = "---\ntitle: A walk\n---\n\n[here](https://ada.dev/a)\n"
        (tmp_path / "posts" / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "medlint.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


class TestClock:
    def test_a_stage_within_another_is_not_counted_twice(self) -> None:
        clock = Clock()

        def inner() -> None:
            time.sleep(0.05)

        def outer() -> None:
            time.sleep(0.01)
            clock.timed("inner", inner)()

        clock.timed("outer", outer)()
        times = dict(clock.stages())
        assert times["inner"] >= 50_000_000
        assert 10_000_000 <= times["outer"] < times["inner"]

    def test_what_raises_is_counted_and_the_clock_goes_on(self) -> None:
        clock = Clock()
        with pytest.raises(ZeroDivisionError):
            clock.timed("wrong", lambda: 1 // 0)()
        assert {name for name, _ in clock.stages()} == {"wrong", REST}

    def test_a_rule_is_counted_only_while_it_looks(self) -> None:
        clock = Clock()

        def check() -> Iterator[int]:
            yield 1
            yield 2

        for _ in clock.rule("MED900", check)():
            time.sleep(0.02)
        (rule,) = clock.by_rule()
        assert rule.name == "MED900"
        assert rule.nanoseconds < dict(clock.stages())[REST]


class TestCommand:
    def test_the_report_is_as_ever_and_the_times_follow_on_standard_error(
        self, blog: Path, capsys: Capture
    ) -> None:
        assert main(["--no-cache"]) == 1
        without = capsys.readouterr()
        assert main(["--timing"]) == 1
        timed = capsys.readouterr()
        assert timed.out == without.out
        stages, rules = timed.err.split("\n\n")
        assert stages.startswith(TABLE)
        for stage in ("choose posts", "read files", "read front matter", "read Markdown", "report"):
            assert re.search(rf"^ +[\d,]+\.\d ms +\d+\.\d%  {stage}$", stages, re.MULTILINE)
        assert stages.endswith("  for 2 posts")
        assert re.search(r"^ +[\d.]+ ms +[\d.]+% +[\d,.]+ µs  MED201  generic-anchor$", rules, re.M)
        assert "MED701  duplicate-title" in rules, "rules over all posts are rules, too"

    def test_adds_up_and_is_sorted(self, blog: Path, capsys: Capture) -> None:
        main(["--timing"])
        stages, rules = capsys.readouterr().err.split("\n\n")
        *times, total = [
            float(time.replace(",", "")) for time in re.findall(r"^ *([\d.,]+) ms", stages, re.M)
        ]
        assert times == sorted(times, reverse=True)
        assert sum(times) == pytest.approx(total, abs=0.05 * (len(times) + 1))
        by_rule = [
            float(time.replace(",", "")) for time in re.findall(r"^ *([\d.,]+) ms", rules, re.M)
        ]
        assert by_rule == sorted(by_rule, reverse=True)
        (together,) = re.findall(r"([\d.,]+) ms +[\d.]+%  run the rules", stages)
        assert sum(by_rule) == pytest.approx(float(together), abs=0.05 * (len(by_rule) + 1))

    def test_neither_uses_nor_fills_the_cache(self, blog: Path, capsys: Capture) -> None:
        main(["--timing", "--cache-dir", "kept"])
        assert not (blog / "kept").exists()

    @pytest.mark.parametrize("other", ["-", "--watch"])
    def test_needs_posts_that_are_files(self, blog: Path, capsys: Capture, other: str) -> None:
        assert main(["--timing", other]) == 2
        assert "--timing cannot be combined with" in capsys.readouterr().err
