"""What is kept from one run to the next: found again, never wrong, never in the way."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.cache import NAME, Cache
from medlint.cli import main
from medlint.digest import digest
from medlint.reporters import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from medlint.files import PostFile

    Capture = pytest.CaptureFixture[str]


def key(number: int) -> bytes:
    return digest(b"%d" % number)


def kept(folder: Path, *numbers: int, today: int = 100, max_size: int = 1 << 20) -> None:
    cache = Cache(str(folder), lambda: today, max_size)
    for number in numbers:
        cache.put(key(number), b"value %d" % number)
    cache.save()


def found(folder: Path, *numbers: int) -> list[int]:
    cache = Cache(str(folder), lambda: 100)
    there = []
    for number in numbers:
        value = cache.get(key(number))
        assert value in {None, b"value %d" % number}
        if value is not None:
            there.append(number)
    cache.close()
    return there


class TestValues:
    def test_are_found_in_the_next_run(self, tmp_path: Path) -> None:
        kept(tmp_path, 1, 2, 3)
        assert found(tmp_path, 0, 1, 2, 3, 4) == [1, 2, 3]

    def test_are_found_in_the_same_run(self, tmp_path: Path) -> None:
        cache = Cache(str(tmp_path))
        cache.put(key(1), b"x")
        assert cache.get(key(1)) == b"x"
        cache.close()

    def test_are_added_to_those_that_others_have_written_meanwhile(self, tmp_path: Path) -> None:
        cache = Cache(str(tmp_path))
        assert cache.get(key(1)) is None
        kept(tmp_path, 2)
        cache.put(key(1), b"value 1")
        cache.save()
        assert found(tmp_path, 1, 2) == [1, 2]

    @settings(max_examples=30, derandomize=True, deadline=None)
    @given(st.lists(st.dictionaries(st.integers(0, 40), st.binary(max_size=40)), max_size=5))
    def test_are_those_of_the_last_run_that_wrote_them(self, runs: list[dict[int, bytes]]) -> None:
        from tempfile import TemporaryDirectory

        expected: dict[int, bytes] = {}
        with TemporaryDirectory() as folder:
            for run in runs:
                cache = Cache(folder)
                for number, value in run.items():
                    cache.put(key(number), value)
                cache.save()
                expected |= run
            cache = Cache(folder)
            for number in range(42):
                assert cache.get(key(number)) == expected.get(number)
            cache.close()


class TestFile:
    def test_is_not_written_when_nothing_is_new(self, tmp_path: Path) -> None:
        kept(tmp_path, 1)
        before = os.stat(tmp_path / NAME)
        cache = Cache(str(tmp_path), lambda: 101)
        assert cache.get(key(1))
        cache.save()
        assert os.stat(tmp_path / NAME).st_ino == before.st_ino

    def test_stays_below_its_limit_by_letting_go_of_what_was_used_last_long_ago(
        self, tmp_path: Path
    ) -> None:
        limit = 4_000
        for number in range(60):
            kept(tmp_path, number, today=number, max_size=limit)
        assert (tmp_path / NAME).stat().st_size <= limit
        cache = Cache(str(tmp_path), lambda: 70, limit)
        oldest = found(tmp_path, *range(60))[0]
        assert cache.get(key(oldest)), "which marks it as used"
        cache.save()
        for number in range(100, 140):
            kept(tmp_path, number, today=71, max_size=limit)
        assert found(tmp_path, *range(200))[0] == oldest
        assert (tmp_path / NAME).stat().st_size <= limit

    def test_leaves_what_is_larger_than_the_limit(self, tmp_path: Path) -> None:
        cache = Cache(str(tmp_path), max_size=1_000)
        cache.put(key(1), bytes(5_000))
        cache.save()
        kept(tmp_path, 2, max_size=1_000)
        assert found(tmp_path, 2) == [2]

    @pytest.mark.parametrize(
        "data",
        [b"", b"x", b"\0" * 500, b"SQLite format 3\0" + bytes(5_000), os.urandom(2_000)],
        ids=["empty", "short", "zeros", "another", "noise"],
    )
    def test_that_is_no_cache_is_ignored_and_replaced(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / NAME).write_bytes(data)
        assert found(tmp_path, 1) == []
        kept(tmp_path, 1)
        assert found(tmp_path, 1) == [1]

    def test_of_a_later_version_is_ignored(self, tmp_path: Path) -> None:
        kept(tmp_path, 1)
        data = bytearray((tmp_path / NAME).read_bytes())
        data[16] += 1
        (tmp_path / NAME).write_bytes(data)
        assert found(tmp_path, 1) == []

    def test_damaged_anywhere_gives_no_wrong_value(self, tmp_path: Path) -> None:
        kept(tmp_path, *range(8))
        whole = (tmp_path / NAME).read_bytes()
        for at in range(len(whole)):
            for change in (1, 0x80):
                damaged = bytearray(whole)
                damaged[at] ^= change
                (tmp_path / NAME).write_bytes(damaged)
                found(tmp_path, *range(8))
        kept(tmp_path, 9)
        assert 9 in found(tmp_path, *range(10))

    def test_cut_short_anywhere_gives_no_wrong_value(self, tmp_path: Path) -> None:
        kept(tmp_path, *range(8))
        whole = (tmp_path / NAME).read_bytes()
        for end in range(len(whole)):
            (tmp_path / NAME).write_bytes(whole[:end])
            assert found(tmp_path, *range(8)) == []
        (tmp_path / NAME).write_bytes(whole + b"more")
        assert found(tmp_path, *range(8)) == []

    def test_of_another_user_is_ignored(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept(tmp_path, 1)
        monkeypatch.setattr(os, "getuid", lambda: os.stat(tmp_path).st_uid + 1)
        assert found(tmp_path, 1) == []

    def test_is_one_even_after_runs_that_were_killed(self, tmp_path: Path) -> None:
        left = tmp_path / f"{NAME}.0123456789ab.tmp"
        left.write_bytes(b"half")
        kept(tmp_path, 1)
        assert left.exists(), "it may be of a run that is still going on"
        os.utime(left, (0, 0))
        kept(tmp_path, 2)
        assert os.listdir(tmp_path) == [NAME]

    def test_does_not_grow_with_values_that_are_replaced(self, tmp_path: Path) -> None:
        kept(tmp_path, 1)
        for number in range(50):
            cache = Cache(str(tmp_path))
            cache.put(key(2), b"%d" % number * 1000)
            cache.save()
            assert os.path.getsize(tmp_path / NAME) < 6000
            assert found(tmp_path, 1) == [1]

    @pytest.mark.parametrize("obstacle", ["file", "folder"])
    def test_in_the_way_is_no_error(self, tmp_path: Path, obstacle: str) -> None:
        folder = tmp_path / "cache"
        if obstacle == "file":
            folder.write_text("", encoding="utf-8")
        else:
            (folder / NAME).mkdir(parents=True)
        kept(folder, 1)
        assert found(folder, 1) == []

    def test_of_many_runs_at_once_is_always_whole(self, tmp_path: Path) -> None:
        def work(seed: int) -> None:
            numbers = random.Random(seed)
            for _ in range(15):
                kept(tmp_path, *(numbers.randrange(500) for _ in range(10)))
                found(tmp_path, *range(0, 500, 7))

        with ThreadPoolExecutor(20) as pool:
            list(pool.map(work, range(20)))
        assert os.listdir(tmp_path) == [NAME]
        assert len(found(tmp_path, *range(500))) > 10


POST = """\
---
title: A walk along the river
description: Where the path leaves the road, what grows there in March, and how to get home by bus.
date: 2024-03-02
tags: [walks, walks]
---

# A walk

Read more [here](https://ada.dev/a?utm_source=x) and [here](http://ada.dev/b).
<!-- medlint: disable-next-line MED202 -->
[](https://ada.dev/empty)

![](https://ada.dev/cat.jpg) Wörter, 言葉 and 👍🏽.
"""


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "blog"
    (folder / "posts").mkdir(parents=True)
    for name in ("a", "b", "c"):
        text = POST.replace("A walk along", f"Walk {name} along")
        text = text.replace("Where the path", f"Where path {name}")
        (folder / "posts" / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "posts" / "fine.md").write_text("# Fine\n", encoding="utf-8")
    (folder / "posts" / "broken.md").write_bytes(b"# \xff\n")
    (folder / "pyproject.toml").write_text("[tool.medlint]\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The posts that are really linted."""
    from medlint import jobs

    linted: list[str] = []
    real = jobs.linted

    def noted(post: object, *more: object) -> object:
        linted.append(getattr(post, "path", ""))
        return real(post, *more)  # type: ignore[arg-type]  # whatever they are

    monkeypatch.setattr(jobs, "linted", noted)
    return linted


def output(capsys: Capture, *arguments: str) -> str:
    main([*arguments])
    captured = capsys.readouterr()
    return captured.out + captured.err


class TestRuns:
    @pytest.mark.parametrize("format", FORMATS)
    def test_report_the_same_from_the_cache_and_without(
        self, blog: Path, capsys: Capture, watched: list[str], format: str
    ) -> None:
        arguments = ("--output-format", format, "--select", "ALL")
        without = output(capsys, *arguments, "--no-cache")
        cold = output(capsys, *arguments)
        watched.clear()
        warm = output(capsys, *arguments)
        assert cold == warm == without
        assert watched == [], "nothing was linted again"

    @pytest.mark.parametrize("more", [("--color", "always"), ("--statistics",), ("--diff",)])
    def test_count_and_show_the_same(
        self, blog: Path, capsys: Capture, more: tuple[str, ...]
    ) -> None:
        without = output(capsys, *more, "--no-cache")
        assert output(capsys, *more) == output(capsys, *more) == without

    def test_fix_the_same(self, blog: Path, capsys: Capture) -> None:
        post = blog / "posts" / "a.md"
        before = post.read_text(encoding="utf-8")
        main(["--fix", "--no-cache"])
        fixed = post.read_text(encoding="utf-8")
        assert fixed != before
        post.write_text(before, encoding="utf-8")
        main([])
        capsys.readouterr()
        main(["--fix"])
        assert post.read_text(encoding="utf-8") == fixed

    def test_lint_only_what_has_changed(self, blog: Path, watched: list[str]) -> None:
        main([])
        watched.clear()
        (blog / "posts" / "b.md").write_text(POST + "\nMore.\n", encoding="utf-8")
        main([])
        assert watched == ["posts/b.md"]

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--select", "MED2"),
            ("--ignore", "MED123"),
            ("--config", "other.toml"),
            ("--config", "severity.toml"),
            ("--config", "target.toml"),
        ],
    )
    def test_lint_anew_with_other_settings(
        self, blog: Path, watched: list[str], arguments: tuple[str, ...]
    ) -> None:
        for name, text in (
            ("other", "[rules.too-many-tags]\nmaximum = 1"),
            ("severity", '[rules.generic-anchor]\nseverity = "info"'),
            ("target", 'target = "devto"'),
        ):
            (blog / f"{name}.toml").write_text(text, encoding="utf-8")
        main([])
        watched.clear()
        main([*arguments])
        assert len(watched) == 5

    def test_do_not_mind_settings_that_change_no_finding(
        self, blog: Path, watched: list[str]
    ) -> None:
        main([])
        watched.clear()
        main(["--fail-on", "error", "--output-format", "json", "-q"])
        assert watched == []

    def test_know_a_post_by_its_path(self, blog: Path, watched: list[str]) -> None:
        main([])
        watched.clear()
        (blog / "posts" / "_drafts").mkdir()
        (blog / "posts" / "a.md").rename(blog / "posts" / "_drafts" / "a.md")
        main([])
        assert watched == ["posts/_drafts/a.md"]

    def test_name_posts_as_seen_from_where_they_run(
        self, blog: Path, capsys: Capture, watched: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        main(["posts/a.md"])
        capsys.readouterr()
        watched.clear()
        monkeypatch.chdir(blog / "posts")
        assert output(capsys, "a.md").startswith("a.md:")
        assert watched == []

    def test_lint_anew_when_the_code_of_medlint_changes(
        self, blog: Path, tmp_path: Path, watched: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from medlint import identity

        package = tmp_path / "medlint"
        package.mkdir()
        module = package / "rule.py"
        module.write_text("one = 1\n", encoding="utf-8")
        monkeypatch.setattr(identity, "__file__", str(package / "identity.py"))
        main([])
        watched.clear()
        main([])
        assert watched == []
        module.write_text("one = 1001\n", encoding="utf-8")
        main([])
        assert len(watched) == 5

    def test_lint_anew_when_a_package_is_updated(
        self, blog: Path, tmp_path: Path, watched: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.syspath_prepend(str(tmp_path))
        (tmp_path / "pyromark-9.9.8.dist-info").mkdir()
        main([])
        watched.clear()
        (tmp_path / "another-2.0.dist-info").mkdir()
        main([])
        assert watched == []
        (tmp_path / "pyromark-9.9.8.dist-info").rename(tmp_path / "pyromark-9.9.9.dist-info")
        main([])
        assert len(watched) == 5

    def test_lint_anew_when_a_file_near_the_post_comes_or_goes(
        self, blog: Path, capsys: Capture
    ) -> None:
        (blog / "posts" / "images").mkdir()
        text = "![A grey cat](images/cat.jpg)\n"
        (blog / "posts" / "a.md").write_text(text, encoding="utf-8")
        arguments = ("--select", "MED405", "posts/a.md")
        assert "is not there" in output(capsys, *arguments)
        (blog / "posts" / "images" / "cat.jpg").write_bytes(b"x")
        assert output(capsys, *arguments) == ""
        assert output(capsys, *arguments) == ""
        (blog / "posts" / "images" / "cat.jpg").unlink()
        assert "is not there" in output(capsys, *arguments)

    def test_lint_anew_on_another_day_what_depends_on_the_day(
        self, blog: Path, capsys: Capture, watched: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        post = blog / "posts" / "a.md"
        post.write_text("---\ntitle: A\ndate: 2031-05-20\n---\n", encoding="utf-8")
        arguments = ("--select", "MED141", "--ignore", "MED0", "posts")

        def on(day: int) -> str:
            monkeypatch.setenv("SOURCE_DATE_EPOCH", str(day * 86_400))
            return output(capsys, *arguments)

        may_2031 = 22_400
        assert "days ahead" in on(may_2031)
        watched.clear()
        assert "days ahead" in on(may_2031)
        assert watched == []
        assert on(may_2031 + 365) == ""
        assert watched == ["posts/a.md"], "the others hold on any day"
        assert on(may_2031 + 400) == ""
        assert watched == ["posts/a.md"], "what is past stays past"

    def test_do_without_where_nothing_can_be_kept(
        self, blog: Path, tmp_path: Path, capsys: Capture
    ) -> None:
        expected = output(capsys, "--no-cache")
        (tmp_path / "file").write_text("", encoding="utf-8")
        main(["--cache-dir", str(tmp_path / "file")])
        captured = capsys.readouterr()
        assert captured.out == expected
        assert captured.err == (
            f"medlint: {tmp_path / 'file'} cannot be used; nothing is kept for the next run\n"
        )

    def test_leave_nothing_behind_without_a_cache(self, blog: Path, tmp_path: Path) -> None:
        main(["--no-cache", "--cache-dir", str(tmp_path / "kept")])
        assert not (tmp_path / "kept").exists()

    def test_are_not_misled_by_a_damaged_cache(
        self, blog: Path, tmp_path: Path, capsys: Capture
    ) -> None:
        folder = tmp_path / "kept"
        arguments = ("--cache-dir", str(folder))
        expected = output(capsys, *arguments)
        (path,) = folder.glob(f"*/{NAME}")
        whole = path.read_bytes()
        for at in range(0, len(whole), 97):
            damaged = bytearray(whole)
            damaged[at] ^= 0x55
            path.write_bytes(damaged)
            assert output(capsys, *arguments) == expected

    def test_of_which_many_go_on_at_once_report_the_same(self, blog: Path, tmp_path: Path) -> None:
        command = [sys.executable, "-m", "medlint", "--cache-dir", str(tmp_path / "kept")]
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        running = [
            subprocess.Popen(
                command,
                cwd=blog,
                env=environ,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            for _ in range(20)
        ]
        outputs = {process.communicate(timeout=300)[0] for process in running}
        assert len(outputs) == 1
        assert outputs.pop().startswith(b"posts/a.md:")

    def test_import_no_parser_when_the_cache_answers(self, blog: Path, tmp_path: Path) -> None:
        (blog / "posts" / "broken.md").unlink()
        # Without the rules over all posts, which have to be asked in any case.
        main(["--ignore", "MED7"])
        script = (
            "import sys; from medlint.cli import main; main(['--ignore', 'MED7', 'posts/a.md']); "
            "print(*sorted(sys.modules))"
        )
        modules = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        ).stdout.splitlines()[-1]
        loaded = {name for name in modules.split() if name.startswith("medlint.")}
        assert "medlint.remembered" in loaded
        for name in ("linter", "post", "parsers", "front_matter", "fields", "rule", "suppressions"):
            assert f"medlint.{name}" not in loaded
        assert not [name for name in loaded if ".med" in name]
        assert not {"yaml", "markdown_it", "hashlib", "json"} & set(modules.split())


def test_every_dependency_is_part_of_the_key() -> None:
    import tomli

    from medlint.identity import PACKAGES

    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"].get("fast", ())]
    for requirement in needed:
        name = requirement.split(">")[0].split("=")[0].strip()
        assert name.lower().replace("-", "_") in PACKAGES


def test_a_run_killed_at_any_moment_leaves_a_whole_cache(blog: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "medlint", "--cache-dir", str(tmp_path / "kept")]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    expected = subprocess.run(command, cwd=blog, env=environ, capture_output=True).stdout
    for number in range(12):
        (blog / "posts" / "fine.md").write_text(f"# Fine {number}\n", encoding="utf-8")
        with subprocess.Popen(command, cwd=blog, env=environ, stdout=subprocess.DEVNULL) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05 + 0.02 * number)
            process.kill()
        again = subprocess.run(command, cwd=blog, env=environ, capture_output=True)
        assert (again.stdout, again.stderr) == (expected, b"")


class TestRulesOverAllPosts:
    """What they find in a post can change although the post does not."""

    @pytest.fixture
    def pair(self, blog: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        for path in (blog / "posts").iterdir():
            path.unlink()
        for name in ("a", "b", "c"):
            self.write(blog, name, f"Walk {name}")
        return blog

    def write(self, folder: Path, name: str, title: str, body: str = "") -> None:
        path = folder / "posts" / f"{name}.md"
        path.write_text(f"---\ntitle: {title}\n---\n{body}", encoding="utf-8")
        # Files of this very moment are never trusted to stay as they are.
        when = 1_700_000_000 + crc32(title.encode()) % 1000
        os.utime(path, (when, when))

    def test_report_the_same_from_the_cache(self, pair: Path, capsys: Capture) -> None:
        self.write(pair, "c", "Walk a")
        arguments = ("--select", "MED7", "--output-format", "json")
        without = output(capsys, *arguments, "--no-cache")
        assert without.count('"MED701"') == 2
        assert [output(capsys, *arguments) for _ in range(3)] == [without] * 3

    def test_do_not_ask_again_while_nothing_has_changed(
        self, pair: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from medlint.index import Site

        asked: list[str] = []
        real = Site.findings

        def noted(self: Site, file: PostFile, *more: object) -> object:
            asked.append(file.shown)
            return real(self, file, *more)  # type: ignore[arg-type]  # whatever they are

        monkeypatch.setattr(Site, "findings", noted)
        for _ in range(2):
            output(capsys, "posts")
        assert asked == ["posts/a.md", "posts/b.md", "posts/c.md"]
        asked.clear()
        output(capsys, "posts/b.md")
        assert asked == ["posts/b.md"], "other posts are another question"

    def test_tell_of_a_post_that_another_one_has_become_like(
        self, pair: Path, capsys: Capture
    ) -> None:
        arguments = ("--select", "MED701", "posts/a.md")
        assert output(capsys, *arguments) == output(capsys, *arguments) == ""
        self.write(pair, "c", "Walk a")
        assert "MED701" in output(capsys, *arguments)
        assert "MED701" in output(capsys, *arguments)
        (pair / "posts" / "c.md").unlink()
        assert output(capsys, *arguments) == ""

    def test_name_other_posts_as_seen_from_where_they_run(
        self, pair: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.write(pair, "c", "Walk a")
        arguments = ("--select", "MED701")
        assert "posts/c.md" in output(capsys, *arguments, "posts/a.md")
        monkeypatch.chdir(pair / "posts")
        told = output(capsys, *arguments, "a.md")
        assert "c.md" in told
        assert "posts/c.md" not in told

    def test_look_again_for_files_that_may_have_come(self, pair: Path, capsys: Capture) -> None:
        self.write(pair, "a", "Walk a", "See [the first walk](old.md).\n")
        arguments = ("--select", "MED707", "posts")
        assert "MED707" in output(capsys, *arguments)
        assert "MED707" in output(capsys, *arguments)
        (pair / "posts" / "old.md").mkdir()
        assert output(capsys, *arguments) == ""
