"""Other systems and other ways to start Python: the same findings, and nothing more is touched.

What only Windows or macOS has is told here to the functions that decide, as far
as they take it from their arguments; docs/dependencies.md says what ran there.
"""

from __future__ import annotations

import io
import json
import ntpath
import os
import posixpath
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from conftest import ROOT

from medlint import git, local_files
from medlint.cli import encoding_for, main
from medlint.console import obey_escapes
from medlint.index.listing import path_of, real_of
from medlint.local_files import LocalFiles, names_files
from medlint.settings.resolver import below

if TYPE_CHECKING:
    from types import ModuleType

EXAMPLES = ROOT / "examples"
#: A letter and an accent that macOS may keep apart in names.
COMPOSED, APART = "caf\u00e9", "cafe\u0301"
POST = "---\ntitle: A walk\n---\n\nTake [this](https://ada.dev/mill/).\n"


class TestPaths:
    @pytest.mark.parametrize(
        ("system", "path", "folder", "told"),
        [
            (posixpath, "/blog/posts/a.md", "/blog", "posts/a.md"),
            (posixpath, "/blog/posts/a.md", "/blog/", "posts/a.md"),
            (posixpath, "/blog/a.md", "/", "blog/a.md"),
            (posixpath, "/blogs/a.md", "/blog", "/blogs/a.md"),
            (posixpath, "/Blog/a.md", "/blog", "/Blog/a.md"),
            (posixpath, "/blog/a\\b.md", "/blog", "a\\b.md"),
            (ntpath, r"C:\blog\posts\a.md", r"C:\blog", "posts/a.md"),
            (ntpath, r"c:\Blog\posts\a.md", r"C:\blog", "posts/a.md"),
            (ntpath, r"C:\a.md", "C:\\", "a.md"),
            (ntpath, r"C:\blogs\a.md", r"C:\blog", "C:/blogs/a.md"),
            (ntpath, r"D:\blog\a.md", r"C:\blog", "D:/blog/a.md"),
            (ntpath, r"\\host\share\blog\a.md", r"\\host\share\blog", "a.md"),
            (ntpath, r"\\host\share\blog\a.md", r"\\HOST\share", "blog/a.md"),
            (ntpath, r"\\?\C:\blog\a.md", r"C:\blog", "//?/C:/blog/a.md"),
            (ntpath, r"C:\ÉTÉ\a.md", r"C:\été", "a.md"),
        ],
    )
    def test_a_path_is_told_from_the_folder_it_lies_in(
        self, system: ModuleType, path: str, folder: str, told: str
    ) -> None:
        assert below(path, folder, system) == told

    @pytest.mark.parametrize(
        "path", ["cat.png", "../img/cat.png", "null.png", "a/com.png", "com10.png", "auxiliary/b"]
    )
    def test_what_windows_takes_for_files(self, path: str) -> None:
        assert names_files(path)

    @pytest.mark.parametrize(
        "path",
        [
            *(r"\\host\share\cat.png", "img\\cat.png", "C:cat.png", "C:/cat.png"),
            *("cat.png:stream", "nul", "img/AUX.png", "con.tar.gz", "com1/cat.png", "LPT².png"),
            *("nul .png", "CONIN$", "prn."),
        ],
    )
    def test_what_windows_takes_for_drives_devices_and_computers(self, path: str) -> None:
        assert not names_files(path)

    def test_no_folder_outside_the_project_is_resolved(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """To resolve the name of another computer, which a folder may be, is to call it."""
        post = tmp_path / "blog" / "post.md"
        post.parent.mkdir()
        (tmp_path / "out").mkdir()
        files = LocalFiles(str(post), str(post.parent))
        asked: list[str] = []
        resolve = os.path.realpath

        def noting(path: str) -> str:
            asked.append(path)
            return resolve(path)

        monkeypatch.setattr(os.path, "realpath", noting)
        assert files.find("../out/cat.png").state == "unknown"
        assert files.find("../../../../out/cat.png").state == "unknown"
        assert asked
        assert [path for path in asked if not path.startswith(str(post.parent))] == []

    def test_a_letter_of_other_case_is_another_name(self, tmp_path: Path) -> None:
        """Also where the system takes both for one, since sites are served where they are not."""
        (tmp_path / "Cat.png").touch()
        (tmp_path / f"{APART}.png").touch()
        names = ("Cat.png", "cat.png", "CAT.PNG", f"{COMPOSED}.png", f"{APART}.png")
        changed = tmp_path.stat().st_mtime_ns
        assert [local_files._has_name(str(tmp_path), changed, name) for name in names] == [
            *(True, False, False, True, True),
        ]

    def test_images_are_found_where_names_are_looked_at(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(local_files, "_FOLDS_CASE", True)
        image = tmp_path / "img" / "deep" / "Cat.png"
        image.parent.mkdir(parents=True)
        image.touch()
        files = LocalFiles(str(tmp_path / "post.md"), str(tmp_path))
        assert files.find("img/deep/Cat.png").state == "found"
        assert files.find("img/deep/cat.png").near == "Cat.png"


class TestGit:
    @pytest.fixture
    def planted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A folder with a program called git, in which medlint runs; says where it would tell."""
        program = tmp_path / ("git.exe" if os.name == "nt" else "git")
        program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.chdir(tmp_path)
        return tmp_path / "ran"

    @pytest.mark.parametrize("path", ["", ".", os.pathsep, f"..{os.pathsep}.", "no/such"])
    def test_a_program_of_the_project_is_not_taken_for_git(self, planted: Path, path: str) -> None:
        assert git._run(["git", "--version"], {"PATH": path}) is None
        assert not planted.exists()

    def test_git_is_found_in_a_folder_of_the_path(self, planted: Path) -> None:
        path = os.pathsep.join((".", os.environ["PATH"]))
        found = git._run(["git", "--version"], {**os.environ, "PATH": path})
        assert found is not None
        assert found.startswith(b"git version ")
        assert not planted.exists()


class TestAccents:
    """An é in a name is one character, or, as macOS may have it, a letter and an accent."""

    @pytest.fixture
    def blog(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.chdir(tmp_path)
        return tmp_path

    @staticmethod
    def check(*options: str) -> int:
        return main(["--select", "MED201", "--output-format", "concise", *options])

    @pytest.mark.parametrize("on_disk", [COMPOSED, APART])
    @pytest.mark.parametrize("in_settings", [COMPOSED, APART])
    @pytest.mark.parametrize(
        "setting",
        [
            'extend-exclude = ["{}/"]',
            'include = ["*.md", "!/{}/"]',
            'per-file-ignores = {{ "{}/*.md" = ["MED201"] }}',
            'overrides = [{{ files = ["{}"], rules = {{ MED201 = {{ severity = "info" }} }} }}]',
            'exclude = ["caf[{}]"]',
        ],
    )
    def test_patterns_name_both(
        self, blog: Path, on_disk: str, in_settings: str, setting: str
    ) -> None:
        (blog / on_disk).mkdir()
        (blog / on_disk / "post.md").write_text(POST, encoding="utf-8")
        if "[{}]" in setting:
            in_settings = COMPOSED[-1]  # of letters in brackets each is one character
        text = f'[tool.medlint]\nfail-on = "error"\n{setting.format(in_settings)}\n'
        (blog / "pyproject.toml").write_text(text, encoding="utf-8")
        assert self.check() == 0

    @pytest.mark.parametrize("on_disk", [COMPOSED, APART])
    @pytest.mark.parametrize("in_settings", [COMPOSED, APART])
    def test_folders_of_content_are_both(
        self, blog: Path, on_disk: str, in_settings: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (blog / on_disk).mkdir()
        (blog / on_disk / "note.md").write_text("[this](https://ada.dev/)\n", encoding="utf-8")
        text = f'[tool.medlint]\ncontent = ["{in_settings}"]\n'
        (blog / "pyproject.toml").write_text(text, encoding="utf-8")
        assert self.check() == 1
        assert capsys.readouterr().out.startswith(f"{on_disk}/note.md:1:1: MED201")

    @pytest.mark.parametrize("recorded", [COMPOSED, APART])
    def test_a_baseline_knows_both(
        self, blog: Path, recorded: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        first = blog / recorded / f"{recorded}.md"
        first.parent.mkdir()
        first.write_text(POST, encoding="utf-8")
        assert main(["baseline", "--select", "MED201"]) == 0
        assert self.check("--strict-baseline") == 0
        other = {COMPOSED: APART, APART: COMPOSED}[recorded]
        first.parent.rename(blog / other)
        (blog / other / first.name).rename(blog / other / f"{other}.md")
        assert self.check("--strict-baseline") == 0
        assert main(["baseline", "--prune", "--select", "MED201"]) == 0
        (posts,) = [json.loads((blog / ".medlint-baseline.json").read_bytes())["posts"]]
        assert list(posts) == [f"{COMPOSED}/{COMPOSED}.md"]
        shutil.rmtree(blog / other)
        (blog / "post.md").write_text(POST.replace("this", "A mill"), encoding="utf-8")
        assert self.check("--strict-baseline") == 1
        assert f"{COMPOSED}.md: 1 finding in " in capsys.readouterr().err

    def test_a_baseline_that_names_a_post_in_both_ways_counts_all(self, blog: Path) -> None:
        name = f"{APART}.md"
        (blog / name).write_text(POST, encoding="utf-8")
        assert main(["baseline", "--select", "MED201"]) == 0
        file = blog / ".medlint-baseline.json"
        data = json.loads(file.read_bytes())
        data["posts"][name] = data["posts"][normalize("NFC", name)]
        file.write_text(json.dumps(data), encoding="utf-8")
        (blog / name).write_text(POST + "\n" + POST.rpartition("---")[2], encoding="utf-8")
        assert self.check() == 0

    @pytest.mark.parametrize(("on_disk", "asked"), [(COMPOSED, APART), (APART, COMPOSED)])
    def test_an_image_is_missing_under_the_other_name(
        self, blog: Path, on_disk: str, asked: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A server on Linux, which most are, takes them for two."""
        (blog / "img").mkdir()
        (blog / "img" / f"{on_disk}.png").touch()
        (blog / "post.md").write_text(f"![The bar](img/{asked}.png)\n", encoding="utf-8")
        main(["--isolated", "--select", "MED405", "--output-format", "concise", "post.md"])
        out = capsys.readouterr().out
        if (blog / "img" / f"{asked}.png").exists():
            assert out == ""  # the system itself takes them for one
        else:
            assert "only one whose accents are made of other characters" in out

    def test_the_index_names_files_as_git_does(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        real = os.path.join(tmp_path, f"{APART}.md")
        assert real_of(path_of(real, str(tmp_path)), str(tmp_path)) == real
        monkeypatch.setattr(sys, "platform", "darwin")
        assert path_of(real, str(tmp_path)) == f"{COMPOSED}.md".encode()


class TestStreams:
    @pytest.mark.parametrize(
        ("platform", "environ", "encoding"),
        [
            ("linux", {}, None),
            ("darwin", {}, None),
            ("win32", {}, "utf-8"),
            ("win32", {"PYTHONIOENCODING": "cp850"}, None),
        ],
    )
    def test_what_goes_into_a_pipe_on_windows_is_utf_8(
        self, platform: str, environ: dict[str, str], encoding: str | None
    ) -> None:
        assert encoding_for(io.StringIO(), platform, environ) == encoding

    def test_what_goes_to_a_console_is_left_to_python(self) -> None:
        class Console(io.StringIO):
            def isatty(self) -> bool:
                return True

        assert encoding_for(Console(), "win32", {}) is None

    def test_no_console_is_made_to_obey_where_there_is_none(self) -> None:
        with open(os.devnull, "w", encoding="utf-8") as stream:
            assert not obey_escapes(stream)
        assert not obey_escapes(stream)

    @pytest.mark.parametrize("name", ["ascii", "latin-1", "cp1252", "cp850", "utf-8", "utf-16"])
    @pytest.mark.parametrize("form", ["text", "concise", "grouped", "github", "junit", "markdown"])
    def test_every_form_can_be_written_in_every_encoding(
        self, name: str, form: str, tmp_path: Path
    ) -> None:
        post = tmp_path / "post.md"
        post.write_text(POST.replace("this", "这里 ici\u00a0— “hier” 🙂"), encoding="utf-8")
        done = python(
            *("-m", "medlint", "--isolated", "--select", "ALL", "--output-format", form, post.name),
            cwd=tmp_path,
            PYTHONIOENCODING=name,
        )
        assert done.returncode == 1
        assert done.stderr == b""
        assert "MED" in done.stdout.decode(name)


def python(
    *arguments: str, cwd: Path, program: str = sys.executable, **environ: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [program, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        capture_output=True,
        timeout=120,
    )


CHECK = ("check", "--no-cache", "--select", "ALL", "--output-format", "json", ".")


@pytest.fixture(scope="module")
def usual() -> bytes:
    """What is found in the examples."""
    done = python("-m", "medlint", *CHECK, cwd=EXAMPLES)
    assert done.returncode == 1
    assert done.stdout.count(b'"MED201"') >= 6
    return done.stdout


class TestInterpreter:
    @pytest.mark.parametrize(
        "options",
        [("-O",), ("-OO",), ("-bb", "-W", "error", "-X", "dev"), ("-P", "-s"), ("-X", "utf8=0")],
        ids="".join,
    )
    def test_options_of_python_change_nothing(self, usual: bytes, options: tuple[str, ...]) -> None:
        done = python(*options, "-m", "medlint", *CHECK, cwd=EXAMPLES)
        assert (done.stdout, done.stderr) == (usual, b"")

    @pytest.mark.parametrize(
        "environ",
        [
            {"PYTHONHASHSEED": "0"},
            {"PYTHONHASHSEED": "1"},
            {"PYTHONHASHSEED": "20261121"},
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
            {"LANG": "de_DE.ISO-8859-1", "LC_ALL": "de_DE.ISO-8859-1"},
            {"PYTHONDONTWRITEBYTECODE": "1"},
            {"TZ": "Pacific/Apia"},
        ],
        ids=lambda environ: "-".join(map("".join, environ.items())),
    )
    def test_its_environment_changes_nothing(self, usual: bytes, environ: dict[str, str]) -> None:
        done = python("-m", "medlint", *CHECK, cwd=EXAMPLES, **environ)
        assert (done.stdout, done.stderr) == (usual, b"")

    def test_rules_are_explained_without_docstrings(self) -> None:
        for asked in (("rule", "MED405"), ("check", "--output-format", "text", "--no-cache", ".")):
            with_them, without = (
                python(*options, "-m", "medlint", *asked, cwd=EXAMPLES)
                for options in ((), ("-OO",))
            )
            assert without.stdout == with_them.stdout
            assert len(with_them.stdout) > 1000

    def test_where_nothing_forks_one_process_does_it_all(self, usual: bytes) -> None:
        """As on Windows, where neither workers nor Git can be started as elsewhere."""
        program = (
            "import os, sys; del os.fork, os.posix_spawnp, os.chown, os.sched_getaffinity\n"
            "from medlint.cli import main; sys.exit(main())"
        )
        done = python("-c", program, *CHECK, "--jobs", "4", cwd=EXAMPLES)
        assert (done.stdout, done.stderr) == (usual, b"")

    def test_medlint_runs_from_a_zip_archive(self, usual: bytes, tmp_path: Path) -> None:
        archive = tmp_path / "medlint.pyz"
        packages = (
            *("medlint", "frontmatter", "link_shorteners", "markdown_it", "mdurl"),
            *("publicsuffixlist", "snowballstemmer", "tomli", "validators", "yaml"),
        )
        with zipfile.ZipFile(archive, "w") as made:
            made.writestr("__main__.py", "from medlint.cli import command\ncommand()\n")
            for name in packages:
                spec = find_spec(name)
                assert spec is not None
                assert spec.submodule_search_locations is not None
                (folder,) = spec.submodule_search_locations
                for file in Path(folder).rglob("*"):
                    # Compiled modules cannot be loaded from an archive.
                    if file.is_file() and file.suffix not in {".pyc", ".so", ".pyd"}:
                        made.write(file, Path(name, file.relative_to(folder)))
        done = python("-S", str(archive), *CHECK, cwd=EXAMPLES, PYTHONPATH="")
        assert (done.stdout, done.stderr) == (usual, b"")
        done = python("-S", str(archive), "rules", cwd=EXAMPLES, PYTHONPATH="")
        assert done.stdout == python("-m", "medlint", "rules", cwd=EXAMPLES).stdout
