"""The posts together: which are compared, what is said of them, and that no run spoils another's.

With real Git, real files and, where it matters, several processes at once.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING, TypeAlias

import pytest

from medlint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

Capture: TypeAlias = pytest.CaptureFixture[str]

#: Only what the posts have to do with each other.
RULES = "MED701,MED702,MED703,MED706"
SITE = ("--select", RULES, "--output-format", "concise")


def post(title: str, *lines: str, body: str = "") -> str:
    return "\n".join(("---", f"title: {title}", *lines, "---", "", body, ""))


class Blog:
    """A Git repository with posts, in which medlint runs with an empty cache."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root = root
        self.cache = cache
        (root / "posts").mkdir()
        (root / "medlint.toml").write_text('content = ["posts"]\n')

    def write(self, name: str, text: str) -> Path:
        path = self.root / "posts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", "-c", "user.name=Ada", "-c", "user.email=ada@ada.dev", *arguments],
            cwd=self.root,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def track(self) -> None:
        if not (self.root / ".git").exists():
            self.git("init", "--quiet")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "posts")

    def stores(self) -> list[Path]:
        return sorted(self.cache.rglob("site-*.sqlite"))

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "medlint", *arguments, *SITE],
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="surrogateescape",
            env={**os.environ, "PYTHONUTF8": "1"},
        )


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blog:
    root = tmp_path / "blog"
    root.mkdir()
    cache = tmp_path / "cache"
    monkeypatch.setenv("MEDLINT_CACHE_DIR", str(cache))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(root)
    return Blog(root, cache)


def found(capsys: Capture, *arguments: str) -> list[str]:
    """What a run says of posts together, a line a finding: place and code, and the others named."""
    main([*arguments, *SITE])
    captured = capsys.readouterr()
    assert captured.err == "", captured.err
    return shortened(captured.out)


def shortened(output: str) -> list[str]:
    """``a.md:2 MED701 b.md:2``: where, what, and where else."""
    lines = []
    for line in output.splitlines():
        place, _, rest = line.partition(": ")
        path, number, _ = place.rsplit(":", 2)
        code = rest.partition("[")[0]
        others = [word.rstrip(",;") for word in rest.split() if ".md:" in word]
        lines.append(" ".join((f"{path}:{number}", code, *others)).replace("posts/", ""))
    return lines


class TestWhichPosts:
    def test_a_post_is_compared_with_all_that_are_tracked(
        self, blog: Blog, capsys: Capture
    ) -> None:
        blog.write("old.md", post("Bees"))
        blog.track()
        blog.write("new.md", post("Bees"))
        assert found(capsys, "posts/new.md") == ["new.md:2 MED701 old.md:2"]

    def test_an_untracked_post_counts_only_where_it_is_named(
        self, blog: Blog, capsys: Capture
    ) -> None:
        blog.write("old.md", post("Bees"))
        blog.track()
        blog.write("note.md", post("Bees"))
        assert found(capsys, "posts/old.md") == []
        assert found(capsys, "posts/note.md") == ["note.md:2 MED701 old.md:2"]
        # Having been named once, it has not become one of the others.
        assert found(capsys, "posts/old.md") == []

    def test_a_setting_counts_untracked_posts_too(self, blog: Blog, capsys: Capture) -> None:
        blog.write("old.md", post("Bees"))
        blog.track()
        blog.write("note.md", post("Bees"))
        with (blog.root / "medlint.toml").open("a") as settings:
            settings.write("index-untracked = true\n")
        assert found(capsys, "posts/old.md") == ["old.md:2 MED701 note.md:2"]
        (blog.root / ".gitignore").write_text("note.md\n")
        assert found(capsys, "posts/old.md") == []

    def test_only_what_the_settings_call_posts_counts(self, blog: Blog, capsys: Capture) -> None:
        blog.write("old.md", post("Bees"))
        (blog.root / "README.md").write_text(post("Bees"))
        blog.track()
        assert found(capsys, "posts/old.md") == []

    def test_outside_a_repository_all_posts_count(self, blog: Blog, capsys: Capture) -> None:
        blog.write("old.md", post("Bees"))
        blog.write("new.md", post("Bees"))
        assert found(capsys, "posts/new.md") == ["new.md:2 MED701 old.md:2"]

    def test_without_git_itself_all_posts_count(
        self, blog: Blog, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        blog.write("old.md", post("Bees"))
        blog.track()
        blog.write("new.md", post("Bees"))
        monkeypatch.setenv("PATH", str(blog.root / "nowhere"))
        assert found(capsys, "posts/old.md") == ["old.md:2 MED701 new.md:2"]

    def test_without_settings_a_repository_is_one_site(self, blog: Blog, capsys: Capture) -> None:
        (blog.root / "medlint.toml").unlink()
        blog.write("old.md", post("Bees"))
        blog.write("new.md", post("Bees"))
        blog.track()
        assert found(capsys, "posts/new.md") == ["new.md:2 MED701 old.md:2"]

    def test_a_file_in_no_repository_and_without_settings_is_alone(
        self, blog: Blog, capsys: Capture
    ) -> None:
        (blog.root / "medlint.toml").unlink()
        blog.write("old.md", post("Bees"))
        blog.write("new.md", post("Bees"))
        assert found(capsys, "posts/new.md") == []
        assert found(capsys, "posts/new.md", "posts/old.md") == [
            "new.md:2 MED701 old.md:2",
            "old.md:2 MED701 new.md:2",
        ]
        assert blog.stores() == []

    def test_settings_below_make_a_site_of_its_own(self, blog: Blog, capsys: Capture) -> None:
        blog.write("old.md", post("Bees"))
        blog.write("club/new.md", post("Bees"))
        (blog.root / "posts" / "club" / "medlint.toml").write_text('content = ["."]\n')
        blog.track()
        assert found(capsys, "posts") == []

    def test_two_paths_to_one_file_are_one_post(self, blog: Blog, capsys: Capture) -> None:
        blog.write("old.md", post("Bees"))
        (blog.root / "posts" / "link.md").symlink_to("old.md")
        (blog.root / "folder").symlink_to("posts")
        blog.track()
        for named in ("posts", "posts/old.md", "posts/link.md", "folder/old.md"):
            assert found(capsys, named) == [], named

    def test_a_circle_of_links_ends(self, blog: Blog, capsys: Capture) -> None:
        blog.write("old.md", post("Bees"))
        blog.write("new.md", post("Bees"))
        (blog.root / "posts" / "circle").symlink_to(".")
        (blog.root / "posts" / "itself.md").symlink_to("itself.md")
        blog.track()
        assert found(capsys, "posts/new.md") == ["new.md:2 MED701 old.md:2"]
        shutil.rmtree(blog.root / ".git")
        assert found(capsys, "posts/new.md") == ["new.md:2 MED701 old.md:2"]

    @pytest.mark.parametrize("tracked", [True, False])
    def test_names_may_be_anything(self, blog: Blog, capsys: Capture, tracked: bool) -> None:
        names = [b"with space.md", b"two\nlines.md", b"caf\xe9.md", "蜂.md".encode(), b"a\tb.md"]
        for name in names:
            with open(os.path.join(os.fsencode(blog.root), b"posts", name), "w") as stream:
                stream.write(post("Bees"))
        if tracked:
            blog.track()
        for _ in range(2):
            lines = found(capsys, "posts")
            assert len(lines) == len(names)
            assert all("MED701" in line for line in lines)
        assert found(capsys, "posts/蜂.md")[0].startswith("蜂.md:2 MED701 a\\tb.md:2 ")

    def test_unreadable_posts_are_told_once_and_passed_over(
        self, blog: Blog, capsys: Capture
    ) -> None:
        blog.write("old.md", post("Bees"))
        (blog.root / "posts" / "bad.md").write_bytes(b"---\ntitle: Bees\n---\n\xff\xfe")
        blog.track()
        for _ in range(2):
            assert found(capsys, "posts/old.md") == []
        main(["posts", "--select", f"MED001,{RULES}", "--output-format", "concise"])
        assert capsys.readouterr().out.count("\n") == 1

    def test_a_post_that_vanished_is_no_other_post(self, blog: Blog, capsys: Capture) -> None:
        blog.write("old.md", post("Bees"))
        blog.write("new.md", post("Bees"))
        blog.track()
        (blog.root / "posts" / "old.md").unlink()
        assert found(capsys, "posts/new.md") == []


class TestBroughtUpToDate:
    @pytest.fixture(params=["git", "no git"])
    def two(self, blog: Blog, request: pytest.FixtureRequest) -> Blog:
        blog.write("old.md", post("Bees"))
        blog.write("new.md", post("Wasps"))
        if request.param == "git":
            blog.track()
        return blog

    def test_a_change_shows_at_once(self, two: Blog, capsys: Capture) -> None:
        assert found(capsys, "posts/new.md") == []
        two.write("old.md", post("Flies", "x: 1"))
        assert found(capsys, "posts/new.md") == []
        two.write("new.md", post("Flies"))
        assert found(capsys, "posts/new.md") == ["new.md:2 MED701 old.md:2"]
        two.write("old.md", "\n" + post("Flies").replace("title", "x: 1\ntitle"))
        assert found(capsys, "posts/new.md") == ["new.md:2 MED701 old.md:4"]

    def test_a_change_of_the_same_size_within_a_moment_shows(
        self, two: Blog, capsys: Capture
    ) -> None:
        for title in ("Flies", "Wasps", "Beess", "Wasps") * 2:
            status = (two.root / "posts" / "old.md").stat()
            two.write("old.md", post(title))
            os.utime(two.root / "posts" / "old.md", ns=(status.st_atime_ns, status.st_mtime_ns))
            expected = ["new.md:2 MED701 old.md:2"] if title == "Wasps" else []
            assert found(capsys, "posts/new.md") == expected

    def test_a_change_taken_back_shows(self, two: Blog, capsys: Capture) -> None:
        assert found(capsys, "posts/new.md") == []
        before = (two.root / "posts" / "old.md").read_text()
        two.write("old.md", post("Wasps"))
        assert found(capsys, "posts/new.md") == ["new.md:2 MED701 old.md:2"]
        if (two.root / ".git").exists():
            two.git("checkout", "--quiet", "--", "posts/old.md")
        else:
            two.write("old.md", before)
        assert found(capsys, "posts/new.md") == []

    def test_a_renamed_post_has_its_new_name(self, two: Blog, capsys: Capture) -> None:
        two.write("old.md", post("Wasps"))
        assert found(capsys, "posts/new.md") == ["new.md:2 MED701 old.md:2"]
        (two.root / "posts" / "old.md").rename(two.root / "posts" / "moved.md")
        if (two.root / ".git").exists():
            two.track()
        assert found(capsys, "posts/new.md") == ["new.md:2 MED701 moved.md:2"]

    def test_settings_that_count_make_all_anew(self, two: Blog, capsys: Capture) -> None:
        two.write("old.md", post("Bees", "date: 2024-01-31", "slug: bees"))
        two.write("new.md", post("Wasps", "canonical_url: https://ada.dev/bees/"))
        assert found(capsys, "posts/new.md") == []
        with (two.root / "medlint.toml").open("a") as settings:
            settings.write('site-url = "https://ada.dev"\npermalink = "/{slug}/"\n')
        assert found(capsys, "posts/new.md") == ["new.md:3 MED703 old.md:4"]

    def test_what_git_ignores_is_no_post(self, blog: Blog, capsys: Capture) -> None:
        blog.write("old.md", post("Bees"))
        blog.write("new.md", post("Bees"))
        both = ["new.md:2 MED701 old.md:2"]
        assert found(capsys, "posts/new.md") == both
        (blog.root / "posts" / ".gitignore").write_text("old.md\n")
        assert found(capsys, "posts/new.md") == []
        (blog.root / "posts" / ".gitignore").write_text("other.md\n")
        assert found(capsys, "posts/new.md") == both
        (blog.root / "posts" / ".gitignore").write_text("old.md\n")
        assert found(capsys, "posts/new.md") == []
        (blog.root / "posts" / ".gitignore").unlink()
        assert found(capsys, "posts/new.md") == both

    def test_nothing_is_written_where_nothing_changed(self, two: Blog, capsys: Capture) -> None:
        for path in (two.root / "posts").iterdir():
            os.utime(path, (1_700_000_000, 1_700_000_000))
        found(capsys, "posts")
        (store,) = two.stores()
        os.utime(store, (1_700_000_000, 1_700_000_000))
        found(capsys, "posts")
        assert store.stat().st_mtime == 1_700_000_000


class TestWhateverHappens:
    """What is kept of former runs says the same as posts that are read anew."""

    NAMES = tuple(f"{name}.md" for name in "abcdefgh")
    TITLES = ("Bees", "Wasps", "Flies")

    def happen(self, blog: Blog, chance: random.Random) -> None:
        """Something that people do with posts."""
        name, other = chance.sample(self.NAMES, 2)
        path = blog.root / "posts" / name
        what = chance.choice(("write", "write", "delete", "rename", "link", "back", "track", "age"))
        if what == "write" or (what == "rename" and not path.exists()):
            if path.is_symlink():
                path.unlink()
            path.write_text(post(chance.choice(self.TITLES)), encoding="utf-8")
        elif what == "rename":
            path.rename(path.with_name(other))
        elif what == "link" and not (blog.root / ".git").exists():
            path.unlink(missing_ok=True)
            path.symlink_to(other)
        elif what == "delete":
            path.unlink(missing_ok=True)
        elif what == "back" and (blog.root / ".git").exists():
            blog.git("checkout", "--quiet", "--", "posts")
        elif what == "track" and (blog.root / ".git").exists():
            blog.track()
        elif path.exists():
            long_ago = chance.randrange(1_600_000_000, 1_700_000_000)
            os.utime(path, (long_ago, long_ago))

    @pytest.mark.parametrize("repository", [True, False])
    @pytest.mark.parametrize("seed", range(4))
    @pytest.mark.parametrize("noted", [0, 200])
    def test_a_run_finds_what_one_without_a_past_finds(
        self,
        blog: Blog,
        capsys: Capture,
        monkeypatch: pytest.MonkeyPatch,
        *,
        repository: bool,
        seed: int,
        noted: int,
    ) -> None:
        monkeypatch.setattr("medlint.index.store._MOST_CHANGES", noted)
        monkeypatch.setattr("medlint.index.lines._STEP", 16)
        chance = random.Random(seed)
        for name in self.NAMES:
            blog.write(name, post(chance.choice(self.TITLES)))
        if repository:
            blog.track()
        for _ in range(12):
            assert found(capsys, "posts") == found(capsys, "posts", "--no-cache")
            for _ in range(chance.randint(1, 3)):
                self.happen(blog, chance)


class TestFromPreCommit:
    def test_only_the_posts_named_are_told_of(self, blog: Blog, capsys: Capture) -> None:
        for number in range(4):
            blog.write(f"{number}.md", post(f"Bees {number // 2}"))
        blog.track()
        assert found(capsys, "posts/1.md", "posts/3.md") == [
            "1.md:2 MED701 0.md:2",
            "3.md:2 MED701 2.md:2",
        ]

    def test_several_invocations_find_what_one_does(self, blog: Blog, capsys: Capture) -> None:
        chooser = random.Random(1)
        for number in range(24):
            lines = (f"description: About {chooser.randrange(8)}", "date: 2024-01-31")
            blog.write(f"{number}.md", post(f"Bees {chooser.randrange(9)}", *lines))
        blog.track()
        names = [f"posts/{number}.md" for number in range(24)]
        whole = found(capsys, *names)
        assert len(whole) > 24
        chooser.shuffle(names)
        parts = [line for at in range(0, 24, 5) for line in found(capsys, *names[at : at + 5])]
        assert sorted(parts) == sorted(whole)

    def test_the_index_of_a_partial_commit_counts(
        self, blog: Blog, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        blog.write("old.md", post("Bees"))
        blog.track()
        blog.write("added.md", post("Bees"))
        # What `git commit posts/added.md` gives to its hooks.
        shutil.copy(blog.root / ".git" / "index", blog.root / ".git" / "next-index-1.lock")
        monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index-1.lock")
        monkeypatch.setenv("GIT_DIR", ".git")
        blog.git("add", "posts/added.md")
        assert found(capsys, "posts/old.md") == ["old.md:2 MED701 added.md:2"]
        monkeypatch.delenv("GIT_INDEX_FILE")
        assert found(capsys, "posts/old.md") == []


class TestLikeAnyFinding:
    @pytest.fixture
    def pair(self, blog: Blog) -> Blog:
        blog.write("a.md", post("Bees"))
        blog.write("b.md", post("Bees"))
        return blog

    def settings(self, blog: Blog, text: str) -> None:
        (blog.root / "medlint.toml").write_text(f'content = ["posts"]\n{text}')

    def test_severity(self, pair: Blog, capsys: Capture) -> None:
        self.settings(pair, 'rules.duplicate-title = { severity = "info" }')
        assert main(["posts", *SITE]) == 0
        assert capsys.readouterr().out.count("MED701[duplicate-title] info: ") == 2

    def test_per_file_ignores(self, pair: Blog, capsys: Capture) -> None:
        self.settings(pair, 'per-file-ignores = { "posts/a.md" = ["MED7"] }')
        assert found(capsys, "posts") == ["b.md:2 MED701 a.md:2"]

    def test_drafts_are_told_leniently_and_leave_others_alone(
        self, pair: Blog, capsys: Capture
    ) -> None:
        pair.write("b.md", post("Bees", "draft: true"))
        main(["posts", *SITE])
        out = capsys.readouterr().out
        assert shortened(out) == ["b.md:2 MED701 a.md:2"]
        assert "] warning: " in out
        self.settings(pair, 'drafts = "skip"')
        assert found(capsys, "posts") == []

    def test_suppressions(self, pair: Blog, capsys: Capture) -> None:
        comment = "<!-- medlint: disable-file=duplicate-title -- a reprint -->"
        pair.write("a.md", post("Bees", body=comment))
        arguments = ["posts/a.md", "--select", f"{RULES},MED008", "--output-format", "concise"]
        assert main(arguments) == 0
        pair.write("b.md", post("Wasps"))
        assert main(arguments) == 1
        assert "MED008[unused-suppression]" in capsys.readouterr().out

    def test_a_suppression_that_may_be_of_use_is_never_removed(
        self, pair: Blog, capsys: Capture
    ) -> None:
        """A post that is linted alone may have been suppressed for what others have."""
        comment = "<!-- medlint: disable-file=duplicate-title -- a reprint -->"
        (pair.root / "medlint.toml").unlink()
        path = pair.write("a.md", post("Bees", body=comment))
        before = path.read_text()
        main(["posts/a.md", "--select", f"{RULES},MED008", "--fix"])
        capsys.readouterr()
        assert path.read_text() == before

    def test_baseline(self, pair: Blog, capsys: Capture) -> None:
        assert main(["baseline", "posts", "--select", RULES]) == 0
        capsys.readouterr()
        assert found(capsys, "posts") == []
        pair.write("c.md", post("Bees"))
        assert found(capsys, "posts") == ["c.md:2 MED701 a.md:2 b.md:2"]

    def test_standard_input_is_compared_in_place_of_its_file(
        self, pair: Blog, capsys: Capture
    ) -> None:
        def piped(text: str) -> list[str]:
            done = subprocess.run(
                [sys.executable, "-m", "medlint", "-", "--stdin-filename", "posts/a.md", *SITE],
                input=text.encode(),
                capture_output=True,
                cwd=pair.root,
                check=False,
            )
            assert done.stderr == b""
            return shortened(done.stdout.decode())

        assert piped(post("Wasps")) == []
        assert piped(post("Bees")) == ["a.md:2 MED701 b.md:2"]
        # What was piped in is not what the file says.
        pair.write("b.md", post("Wasps"))
        assert piped(post("Wasps")) == ["a.md:2 MED701 b.md:2"]
        assert found(capsys, "posts/b.md") == []

    def test_a_text_that_is_not_kept_is_compared_with_every_post(
        self, blog: Blog, capsys: Capture
    ) -> None:
        chooser = random.Random(3)
        passage = " ".join(chooser.choices([f"word{number}" for number in range(200)], k=150))
        blog.write("a.md", post("Wasps"))
        blog.write("b.md", post("Bees", body=passage))
        blog.write("c.md", post("Ants"))
        blog.track()
        piped = ("-", "--stdin-filename", "posts/a.md", "--no-cache")
        done = subprocess.run(
            [sys.executable, "-m", "medlint", *piped, *SITE, "--extend-select", "MED705"],
            input=post("Bees", body=passage).encode(),
            capture_output=True,
            cwd=blog.root,
            check=False,
        )
        assert done.stderr == b""
        told = shortened(done.stdout.decode())
        assert [line.split()[1] for line in told] == ["MED701", "MED705"]


class TestStore:
    @pytest.fixture
    def built(self, blog: Blog, capsys: Capture) -> Blog:
        words = "one two three four five six seven eight nine ten".split()
        chooser = random.Random(2)
        for number in range(60):
            body = " ".join(chooser.choices(words, k=80))
            blog.write(f"{number}.md", post(f"Bees {number // 2}", body=body))
        blog.track()
        assert len(found(capsys, "posts")) == 60
        return blog

    def check(self, blog: Blog, capsys: Capture) -> None:
        """All is found, and the next run has a sound file again."""
        for _ in range(2):
            assert found(capsys, "posts/7.md") == ["7.md:2 MED701 6.md:2"]
        (store,) = blog.stores()
        with sqlite3.connect(store) as base:
            assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert base.execute("SELECT count(*) FROM posts").fetchone() == (60,)
        base.close()

    def test_the_posts_are_not_read_again(self, built: Blog, capsys: Capture) -> None:
        """Or else the change, which Git is told not to see, would show."""
        built.git("update-index", "--assume-unchanged", "posts/6.md")
        built.write("6.md", post("Wasps"))
        assert found(capsys, "posts/7.md") == ["7.md:2 MED701 6.md:2"]

    @pytest.mark.parametrize("garbage", [b"", b"no database at all" * 999, b"SQLite format 3\0"])
    def test_a_foreign_file_is_made_anew(
        self, built: Blog, capsys: Capture, garbage: bytes
    ) -> None:
        built.stores()[0].write_bytes(garbage)
        self.check(built, capsys)

    def test_a_file_of_another_version_is_made_anew(self, built: Blog, capsys: Capture) -> None:
        base = sqlite3.connect(built.stores()[0])
        base.execute("PRAGMA user_version = 999")
        base.commit()
        base.close()
        self.check(built, capsys)

    def test_a_file_with_other_tables_is_made_anew(self, built: Blog, capsys: Capture) -> None:
        base = sqlite3.connect(built.stores()[0])
        base.execute("DROP TABLE prints")
        base.commit()
        base.close()
        self.check(built, capsys)

    @pytest.mark.parametrize("seed", range(8))
    def test_a_damaged_file_is_made_anew(self, built: Blog, capsys: Capture, seed: int) -> None:
        chooser = random.Random(seed)
        (store,) = built.stores()
        data = bytearray(store.read_bytes())
        # Not the head: that is another test's. Whole pages, as a failing disk has it.
        for _ in range(max(4, len(data) // 4096 // 2)):
            at = 4096 * chooser.randrange(1, len(data) // 4096)
            data[at : at + 4096] = chooser.randbytes(4096)
        store.write_bytes(data)
        lines = found(capsys, "posts/7.md")
        assert lines == ["7.md:2 MED701 6.md:2"]

    def test_a_file_that_is_cut_off_is_made_anew(self, built: Blog, capsys: Capture) -> None:
        (store,) = built.stores()
        store.write_bytes(store.read_bytes()[: store.stat().st_size // 3])
        self.check(built, capsys)

    def test_what_cannot_be_written_is_said_once(self, blog: Blog, capsys: Capture) -> None:
        blog.write("a.md", post("Bees"))
        blog.write("b.md", post("Bees"))
        blog.track()
        found(capsys, "posts")
        (store,) = blog.stores()
        store.unlink()
        store.mkdir()
        (store / "full").touch()
        for _ in range(2):
            main(["posts/a.md", *SITE])
            captured = capsys.readouterr()
            assert shortened(captured.out) == ["a.md:2 MED701 b.md:2"]
            assert captured.err.count("\n") == 1
            assert "cannot be used" in captured.err

    def test_no_cache_folder_is_said_once(
        self, blog: Blog, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        blog.write("a.md", post("Bees"))
        blog.write("b.md", post("Bees"))
        (blog.root / "file").touch()
        monkeypatch.setenv("MEDLINT_CACHE_DIR", str(blog.root / "file" / "below"))
        main(["posts/a.md", *SITE])
        captured = capsys.readouterr()
        assert shortened(captured.out) == ["a.md:2 MED701 b.md:2"]
        assert captured.err.count("\n") == 1

    def test_another_run_that_is_writing_is_waited_for_or_done_without(
        self, built: Blog, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("medlint.index.store._PATIENCE", 50)
        writing = sqlite3.connect(built.stores()[0], isolation_level=None)
        writing.execute("BEGIN IMMEDIATE")
        built.write("7.md", post("Bees 0"))
        assert found(capsys, "posts/7.md") == ["7.md:2 MED701 0.md:2 1.md:2"]
        writing.execute("ROLLBACK")
        writing.close()

    def test_several_runs_at_once_find_the_same(self, blog: Blog) -> None:
        for number in range(40):
            blog.write(f"{number}.md", post(f"Bees {number // 2}"))
        blog.track()
        for _ in range(2):  # building the index, and then using it
            runs = [blog.start("posts") for _ in range(5)]
            told = [run.communicate(timeout=120) for run in runs]
            assert {error for _, error in told} == {""}
            assert len({out for out, _ in told}) == 1
            assert len(told[0][0].splitlines()) == 40
            blog.write("0.md", post("Bees 0", "x: 1"))

    def test_a_run_may_be_killed_at_any_moment(self, built: Blog, capsys: Capture) -> None:
        """Each leaves the file as it was, or with all that it learned."""
        chooser = random.Random(3)
        for turn in range(12):
            for number in range(0, 60, 2):
                built.write(f"{number}.md", post(f"Bees {number // 2}", f"x: {turn}"))
            run = built.start("posts")
            time.sleep(chooser.uniform(0.05, 0.6))
            run.send_signal(signal.SIGKILL)
            run.communicate()
            for store in built.stores():
                base = sqlite3.connect(store)
                assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                base.close()
        assert found(capsys, "posts/7.md") == ["7.md:2 MED701 6.md:2"]
