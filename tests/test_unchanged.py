"""Posts whose files are as a former run left them: not read again, and never wrongly so."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medlint import reading, unchanged
from medlint.cache import NAME, RUNS
from medlint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from medlint.files import PostFile

    Capture = pytest.CaptureFixture[str]

#: As many posts as it takes for their state to be looked at.
COUNT = 24
POST = (
    "---\ntitle: Walk {}\n---\n\nRead more [here](https://ada.dev/{}), and [there](http://a.dev).\n"
)
#: So that nothing but the text of a post decides.
RULES = ("--select", "MED2,MED701,MED123")

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="left out: files are always read here, as their state does not tell"
)


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "blog"
    (folder / "posts").mkdir(parents=True)
    for number in range(COUNT):
        write(folder, number, POST.format(number, number))
    (folder / "pyproject.toml").write_text("[tool.medlint]\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MEDLINT_CACHE_DIR", str(tmp_path / "cache"))
    return folder


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of medlint is an hour ahead, so that no file is one of this very moment."""
    for module in ("medlint.unchanged", "medlint.index.listing.time"):
        monkeypatch.setattr(f"{module}.time_ns", lambda: time.clock_gettime_ns(0) + 3600 * 10**9)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The posts that are really read."""
    found: list[str] = []
    real = reading.load

    def noted(file: PostFile) -> object:
        found.append(file.shown)
        return real(file)

    monkeypatch.setattr("medlint.run.load", noted)
    return found


def post(blog: Path, number: int) -> Path:
    return blog / "posts" / f"{number:02}.md"


def write(blog: Path, number: int, text: str) -> None:
    post(blog, number).write_text(text, encoding="utf-8")


def output(capsys: Capture, *arguments: str) -> tuple[int, str]:
    code = main([*RULES, "--jobs", "1", *arguments])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


@pytest.mark.usefixtures("later")
class TestAreNotReadAgain:
    @pytest.mark.parametrize(
        "more",
        [
            (),
            ("--output-format", "json"),
            ("--output-format", "sarif"),
            ("--statistics",),
            ("--exit-zero",),
            ("--select", "ALL"),
            ("--jobs", "2"),
        ],
    )
    def test_and_everything_is_reported_as_before(
        self, blog: Path, capsys: Capture, read: list[str], more: tuple[str, ...]
    ) -> None:
        without = output(capsys, *more, "--no-cache")
        assert output(capsys, *more) == without
        read.clear()
        assert output(capsys, *more) == without
        if "--output-format" not in more:  # these two give places in the text
            assert read == []

    def test_but_those_that_have_changed_are(
        self, blog: Path, capsys: Capture, read: list[str]
    ) -> None:
        output(capsys)
        write(blog, 7, POST.format("through the woods", 7))
        read.clear()
        assert output(capsys) == output(capsys, "--no-cache")
        assert set(read[:1]) == {"posts/07.md"}

    def test_and_the_index_is_not_opened(self, blog: Path, capsys: Capture) -> None:
        write(blog, 1, POST.format(0, 1))
        before = output(capsys)
        assert before[1].count("MED701") == 2
        (index,) = (blog.parent / "cache").glob("*/site-*.sqlite")
        index.write_bytes(b"no database")
        assert output(capsys) == before
        assert index.read_bytes() == b"no database"

    def test_and_posts_come_and_go(self, blog: Path, capsys: Capture) -> None:
        output(capsys)
        post(blog, 3).unlink()
        write(blog, COUNT, POST.format("home", COUNT))
        for _ in range(2):
            assert output(capsys) == output(capsys, "--no-cache")

    def test_with_a_baseline(self, blog: Path, capsys: Capture) -> None:
        assert main(["baseline", *RULES]) == 0
        capsys.readouterr()
        write(blog, 5, POST.format(5, 5) + "\nAnd [here](https://ada.dev/more).\n")
        found = [output(capsys) for _ in range(3)]
        assert found == [found[0]] * 3
        assert found[0][1].count("MED201") == 1

    def test_and_are_mended_all_the_same(self, blog: Path, capsys: Capture) -> None:
        for number in range(COUNT):
            write(blog, number, POST.format(number, number) + "\n[](https://ada.dev)x\n")
        expected = output(capsys, "--diff", "--no-cache")
        assert [output(capsys, "--diff") for _ in range(2)] == [expected] * 2


class TestAreReadWhere:
    """A difference that size and time of change may not show."""

    @pytest.mark.usefixtures("later")
    def test_the_time_was_set_back(self, blog: Path, capsys: Capture) -> None:
        os.utime(post(blog, 4), (1_600_000_000, 1_600_000_000))
        output(capsys)
        write(blog, 4, POST.format(4, 4).replace("[here]", "[mill]"))
        os.utime(post(blog, 4), (1_600_000_000, 1_600_000_000))
        after = output(capsys)
        assert "posts/04.md:5:11: MED201" not in after[1]
        assert after == output(capsys, "--no-cache")

    @pytest.mark.usefixtures("later")
    def test_another_file_was_put_in_their_place(self, blog: Path, capsys: Capture) -> None:
        other = blog / "other.txt"
        other.write_text(POST.format(4, 4).replace("[here]", "[mill]"), encoding="utf-8")
        for path in (other, post(blog, 4)):
            os.utime(path, (1_600_000_000, 1_600_000_000))
        before = output(capsys)
        other.rename(post(blog, 4))
        after = output(capsys)
        assert after != before
        assert after == output(capsys, "--no-cache")

    def test_they_were_written_just_now(self, blog: Path, capsys: Capture, read: list[str]) -> None:
        # The real clock: a file system may show the same time for two changes on end.
        texts = [POST.format(4, 4), POST.format(4, 4).replace("[here]", "[mill]")]
        for number in range(6):
            write(blog, 4, texts[number % 2])
            read.clear()
            assert ("posts/04.md:5:11: MED201" in output(capsys)[1]) == (number % 2 == 0)
            assert "posts/04.md" in read

    @pytest.mark.usefixtures("later")
    def test_they_changed_while_they_were_read(
        self, blog: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = reading.load

        def interrupted(file: PostFile) -> object:
            loaded = real(file)
            if file.shown == "posts/04.md":
                write(blog, 4, POST.format(4, 4).replace("[here]", "[mill]"))
            return loaded

        with monkeypatch.context() as patched:
            patched.setattr("medlint.run.load", interrupted)
            before = output(capsys, "--ignore", "MED7")
        after = output(capsys, "--ignore", "MED7")
        assert "posts/04.md:5:11" in before[1]
        assert "posts/04.md:5:11" not in after[1]
        assert after == output(capsys, "--ignore", "MED7", "--no-cache")

    @pytest.mark.usefixtures("later")
    def test_a_link_leads_elsewhere(self, blog: Path, capsys: Capture) -> None:
        (blog / "a.txt").write_text(POST.format("a", "a"), encoding="utf-8")
        (blog / "b.txt").write_text(POST.format("b", "b") + "[](#b)\n", encoding="utf-8")
        link = blog / "posts" / "link.md"
        link.symlink_to(blog / "a.txt")
        output(capsys)
        link.unlink()
        link.symlink_to(blog / "b.txt")
        assert output(capsys) == output(capsys, "--no-cache")

    @pytest.mark.usefixtures("later")
    @pytest.mark.parametrize("name", [NAME, RUNS])
    def test_what_was_kept_is_damaged(self, blog: Path, capsys: Capture, name: str) -> None:
        expected = output(capsys)
        (path,) = (blog.parent / "cache").glob(f"*/{name}")
        whole = path.read_bytes()
        for at in range(0, len(whole), 397):
            damaged = bytearray(whole)
            damaged[at] ^= 0x55
            path.write_bytes(damaged)
            assert output(capsys) == expected

    @pytest.mark.usefixtures("later")
    def test_the_day_is_another(
        self, blog: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(blog, 4, "---\ntitle: A\ndate: 2031-05-20\n---\n")
        may_2031 = 22_400
        for day, is_told in ((may_2031, True), (may_2031, True), (may_2031 + 365, False)):
            monkeypatch.setenv("SOURCE_DATE_EPOCH", str(day * 86_400))
            assert ("days ahead" in output(capsys, "--select", "MED141")[1]) == is_told


def test_whole_processes_leave_alone_what_is_two_seconds_old(blog: Path) -> None:
    def run() -> str:
        command = [sys.executable, "-m", "medlint", *RULES]
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, env=environ, capture_output=True, text=True, cwd=blog)
        return done.stdout + done.stderr

    time.sleep(2.1)
    first = run()
    kept = next((blog.parent / "cache").glob(f"*/{RUNS}"))
    made = kept.stat().st_mtime_ns
    (kept.parent / NAME).unlink()
    assert run() == first
    assert not (kept.parent / NAME).exists(), "nothing had to be found out again"
    assert kept.stat().st_mtime_ns == made


#: What may happen to a post between two runs.
CHANGES = ("append", "same size", "back", "touch", "swap", "remove", "link")


@settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 5)), max_size=6))
def test_any_changes_are_seen(blog: Path, changes: list[tuple[str, int]]) -> None:
    from contextlib import redirect_stdout
    from io import StringIO

    def told(*more: str) -> str:
        stream = StringIO()
        with redirect_stdout(stream):
            main([*RULES, "--jobs", "1", *more])
        return stream.getvalue()

    ahead = time.clock_gettime_ns(0) + 3600 * 10**9
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(unchanged, "time_ns", lambda: ahead)
        told()
        for change, number in changes:
            path = post(blog, number)
            if not path.exists():
                write(blog, number, POST.format(number, number))
            status = path.stat()
            text = path.read_text(encoding="utf-8")
            if change == "append":
                write(blog, number, text + "\n[](#x)\n")
            elif change in {"same size", "back"}:
                write(blog, number, text.swapcase())
                if change == "back":
                    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
            elif change == "touch":
                path.touch()
            elif change == "swap":
                other = post(blog, (number + 1) % 6)
                if other.exists():
                    path.rename(blog / "posts" / "x")
                    other.rename(path)
                    (blog / "posts" / "x").rename(other)
            else:
                path.unlink()
                if change == "link":
                    path.symlink_to(post(blog, COUNT - 1))
            a, b = told(), told("--no-cache")
            assert a == b, (changes, change, number)
