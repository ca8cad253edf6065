"""``medlint init``: settings and hook for a blog, with nothing lost that was there."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
import tomli
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.adoption import AdoptionError, has_hook, with_hook, with_settings
from medlint.cli import main
from medlint.generators import recognise
from medlint.javascript import string_value

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[str]

POST = "---\ntitle: A walk\n---\nText\n"


def fill(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Git repository with a Jekyll blog of one post, in which medlint runs."""
    folder = tmp_path / "blog"
    (folder / ".git" / "hooks").mkdir(parents=True)
    fill(folder, {"_config.yml": "url: https://ada.dev\n", "_posts/2024-03-02-walk.md": POST})
    monkeypatch.chdir(folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


JEKYLL_DEFAULT = "/:categories/:year/:month/:day/:title:output_ext"

GENERATORS: dict[str, tuple[str, dict[str, str], dict[str, Any]]] = {
    "jekyll": (
        "Jekyll",
        {
            "_config.yml": "url: https://ada.dev\nbaseurl: /blog\npermalink: /:year/:title/\n",
            "_posts/2024-03-02-a.md": POST,
            "_drafts/b.md": POST,
        },
        {
            "content": ["_drafts", "_posts"],
            "site-url": "https://ada.dev/blog",
            "permalink": "/:year/:title/",
        },
    ),
    "jekyll with defaults": (
        "Jekyll",
        {
            "_config.yml": (
                "url: 'https://blog.ada.dev'\nbaseurl: ''\ndefaults:\n"
                "  - scope: {path: '', type: posts}\n"
                "    values: {permalink: '/:year/:month/:day/:title/'}\n"
                "  - scope: {path: '', type: tabs}\n    values: {permalink: '/:title/'}\n"
            ),
            "travel/_posts/2024-03-02-a.md": POST,
        },
        {
            "content": ["travel/_posts"],
            "site-url": "https://blog.ada.dev",
            "permalink": "/:year/:month/:day/:title/",
        },
    ),
    "jekyll on github pages": (
        "Jekyll",
        {"_config.yml": "title: Ada\n", "CNAME": "ada.dev\n", "_posts/2024-03-02-a.md": POST},
        {"content": ["_posts"], "site-url": "https://ada.dev", "permalink": JEKYLL_DEFAULT},
    ),
    "jekyll with several permalinks": (
        "Jekyll",
        {
            "_config.yml": (
                "url: https://ada.dev\ndefaults:\n"
                "  - scope: {path: travel}\n    values: {permalink: '/t/:title/'}\n"
            ),
            "_posts/2024-03-02-a.md": POST,
        },
        {"content": ["_posts"], "site-url": "https://ada.dev"},
    ),
    "hugo": (
        "Hugo",
        {
            "hugo.toml": (
                "baseURL = 'https://ada.dev/'\n[permalinks]\nposts = '/:year/:month/:slug/'\n"
            ),
            "content/posts/a.md": POST,
            "content/about.md": POST,
        },
        {
            "content": ["content/posts"],
            "site-url": "https://ada.dev",
            "permalink": "/:year/:month/:slug/",
        },
    ),
    "hugo with sections": (
        "Hugo",
        {
            "config/_default/hugo.yaml": "baseurl: https://ada.dev\n",
            "config/_default/permalinks.yaml": "page:\n  blog: /:year/:slug/\n",
            "content/blog/a.md": POST,
            "content/articles/b.md": POST,
        },
        {
            "content": ["content/articles", "content/blog"],
            "site-url": "https://ada.dev",
            "overrides": [{"files": ["content/blog/"], "permalink": "/:year/:slug/"}],
        },
    ),
    "hugo under its old name": (
        "Hugo",
        {"config.toml": 'baseURL = "https://example.org/"\n', "content/en/post/a.md": POST},
        {"content": ["content/en/post"]},
    ),
    "hexo": (
        "Hexo",
        {
            "_config.yml": "url: http://ada.dev/hexo\nroot: /hexo/\npermalink: :category/:title/\n",
            "package.json": '{"dependencies": {"hexo": "^7.0.0"}}',
            "source/_posts/a.md": POST,
        },
        {
            "content": ["source/_posts"],
            "site-url": "http://ada.dev/hexo",
            "permalink": "/:category/:title/",
        },
    ),
    "hexo without .html": (
        "Hexo",
        {
            "_config.yml": (
                "url: http://example.com\npermalink: :year/:title.html\n"
                "pretty_urls:\n  trailing_html: false\n"
            ),
            "source/_posts/a.md": POST,
        },
        {"content": ["source/_posts"], "permalink": "/:year/:title"},
    ),
    "astro": (
        "Astro",
        {
            "astro.config.mjs": (
                "import { defineConfig } from 'astro/config';\n"
                "// site: 'https://wrong.dev',\n"
                "export default defineConfig({\n"
                "  integrations: [sitemap({ site: 'https://inner.dev' })],\n"
                "  site: 'https://ada.dev', base: \"/blog\",\n});\n"
            ),
            "src/content/blog/a.md": POST,
            "src/pages/index.astro": "",
        },
        {"content": ["src/content/blog"], "site-url": "https://ada.dev/blog"},
    ),
    "astro with a site that is worked out": (
        "Astro",
        {"astro.config.ts": "export default { site: env.SITE, x: { site: 'https://a.b' } }"},
        {},
    ),
    "docusaurus": (
        "Docusaurus",
        {
            "website/docusaurus.config.js": (
                "const url = require('url');\n"
                "const all = data.map(one => { return { url: one.url, name: 1 }; });\n"
                "const config = {\n  baseUrl: '/',\n  theme: { logo: { url: 'https://x.y' } },\n"
                "  url: 'https://ada.dev',\n};\nmodule.exports = config;\n"
            ),
            "website/blog/2024-03-02-a.md": POST,
            "website/docs/intro.md": POST,
        },
        {"content": ["website/blog"], "site-url": "https://ada.dev"},
    ),
    "gatsby": (
        "Gatsby",
        {
            "gatsby-config.js": (
                "module.exports = {\n  siteMetadata: { t: `A's`, siteUrl: `https://ada.dev` },\n"
                "  plugins: [{ options: { path: `${__dirname}/content/blog` } }],\n}\n"
            ),
            "content/blog/hello/index.md": POST,
        },
        {"content": ["content/blog"], "site-url": "https://ada.dev"},
    ),
    "eleventy": (
        "Eleventy",
        {
            "eleventy.config.js": "export default function (config) {}\n",
            "_data/metadata.js": 'module.exports = { url: "https://ada.dev/", a: { url: "x" } }',
            "content/blog/a.md": POST,
        },
        {"content": ["content/blog"], "site-url": "https://ada.dev"},
    ),
    "eleventy with json": (
        "Eleventy",
        {
            ".eleventy.js": "module.exports = () => {}\n",
            "src/_data/site.json": '{"url": "https://ada.dev"}',
            "src/posts/a.md": POST,
        },
        {"content": ["src/posts"], "site-url": "https://ada.dev"},
    ),
}


class TestGenerators:
    @pytest.mark.parametrize("case", GENERATORS)
    def test_is_recognised_with_its_settings(self, tmp_path: Path, case: str) -> None:
        name, files, expected = GENERATORS[case]
        fill(tmp_path, files)
        (found,) = recognise(str(tmp_path))
        assert found.name == name
        assert found.evidence in files
        assert found.settings == expected

    @pytest.mark.parametrize("case", GENERATORS)
    def test_what_is_not_known_is_said(self, tmp_path: Path, case: str) -> None:
        _, files, expected = GENERATORS[case]
        fill(tmp_path, files)
        (found,) = recognise(str(tmp_path))
        notes = " ".join(found.notes)
        assert ("site-url" in expected) != ("site-url" in notes)
        for note in found.notes:
            assert note.endswith(".")

    @pytest.mark.parametrize(
        "files",
        [
            {},
            {"posts/a.md": POST},
            {"_config.yml": "theme: x\n"},
            {"config.toml": "[server]\nport = 80\n", "content/a.md": POST},
            {"config.yaml": "a: 1\n"},
            {"package.json": '{"dependencies": {"react": "1"}}'},
        ],
    )
    def test_none_is_recognised_by_what_many_have(
        self, tmp_path: Path, files: dict[str, str]
    ) -> None:
        fill(tmp_path, files)
        assert recognise(str(tmp_path)) == ()

    @pytest.mark.parametrize("text", ["url: [\n", "\x00", "- a\n", "&a [*a]", "permalink: [1]\n"])
    def test_a_broken_configuration_is_no_error(self, tmp_path: Path, text: str) -> None:
        fill(tmp_path, {"_config.yml": text, "_posts/2024-03-02-a.md": POST})
        (found,) = recognise(str(tmp_path))
        assert "site-url" not in found.settings
        assert found.notes

    def test_a_pattern_that_medlint_cannot_fill_in_is_left_out(self, tmp_path: Path) -> None:
        fill(tmp_path, {"_config.yml": "permalink: :hash/\n", "source/_posts/a.md": POST})
        (found,) = recognise(str(tmp_path))
        assert "permalink" not in found.settings
        assert any(":hash" in note for note in found.notes)


class TestJavaScript:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("({ url: 'a' })", "a"),
            ('({ "url": "a", })', "a"),
            ("({ url: `a` })", "a"),
            ("({ url: 'it\\'s' })", "it's"),
            ("({ /* url: 'b', */ url: 'a' // url: 'c'\n })", "a"),
            ("({ x: 'http://b.c', url: 'a' })", "a"),
            ("({ x: { url: 'b' }, url: 'a' })", "a"),
            ("({ url: `a${b}` })", None),
            ("({ url: a })", None),
            ("({ url: 'a' + b })", None),
            ("({ url })", None),
            ("url = 'a'", None),
            ("f(x ? url : 'a')", None),
            ("[{ url: 'a' }, { url: 'b' }]", None),
            ("", None),
            ("{ url:", None),
            ("{ url: 'a", None),
        ],
    )
    def test_string_value(self, text: str, value: str | None) -> None:
        assert string_value(text, "url") == value

    @pytest.mark.parametrize("piece", ["/*", "`", "'", "{", "{url:", "//", "\\", "a", "'\\"])
    def test_long_nonsense_takes_no_time(self, piece: str) -> None:
        start = time.perf_counter()
        assert string_value(piece * 50_000, "url") is None
        assert time.perf_counter() - start < 5, "in linear time it takes a tenth of a second"


class TestSettings:
    def test_in_medlint_toml_where_there_is_no_pyproject(self, blog: Path, capsys: Capture) -> None:
        assert main(["init"]) == 0
        table = tomli.loads((blog / "medlint.toml").read_text())
        assert table == {
            "content": ["_posts"],
            "site-url": "https://ada.dev",
            "permalink": JEKYLL_DEFAULT,
        }
        out = capsys.readouterr().out
        assert out.startswith("This is a blog made with Jekyll (_config.yml).\n")
        assert "medlint.toml: added the settings\n" in out
        assert "Next (1 post found):\n" in out
        assert "pre-commit install" in out

    def test_at_the_end_of_pyproject(self, blog: Path) -> None:
        before = '# mine\n[project]\nname  =  "blog" # keep\n\n[tool.ruff]\nline-length=88'
        (blog / "pyproject.toml").write_text(before)
        assert main(["init"]) == 0
        after = (blog / "pyproject.toml").read_text()
        assert after.startswith(f"{before}\n\n[tool.medlint]\n")
        assert tomli.loads(after)["tool"]["medlint"]["site-url"] == "https://ada.dev"
        assert not (blog / "medlint.toml").exists()

    def test_without_a_generator_there_is_a_hint(self, blog: Path, capsys: Capture) -> None:
        (blog / "_config.yml").unlink()
        assert main(["init"]) == 0
        text = (blog / "medlint.toml").read_text()
        assert tomli.loads(text) == {}
        assert "# site-url = " in text
        assert "No site generator was recognised" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("pyproject.toml", "[tool.medlint]\n"),
            ("pyproject.toml", 'tool.medlint.language = "de"\n'),
            ("medlint.toml", ""),
            (".medlint.toml", 'language = "de"\n'),
        ],
    )
    def test_settings_that_are_there_stay(
        self, blog: Path, capsys: Capture, name: str, text: str
    ) -> None:
        (blog / name).write_text(text)
        before = contents(blog)
        assert main(["init", "--no-hook"]) == 0
        assert contents(blog) == before
        out = capsys.readouterr().out
        assert f"{name}: has settings of medlint; nothing was changed\n" in out
        assert 'You could add: site-url = "https://ada.dev"\n' in out

    def test_settings_of_the_repository_count_for_a_folder_in_it(
        self, blog: Path, capsys: Capture
    ) -> None:
        (blog / "medlint.toml").write_text("")
        (blog / "sub").mkdir()
        assert main(["init", "sub", "--no-hook"]) == 0
        assert not (blog / "sub" / "medlint.toml").exists()
        assert "medlint.toml: has settings" in capsys.readouterr().out

    def test_settings_outside_the_repository_do_not(self, blog: Path) -> None:
        (blog.parent / "medlint.toml").write_text("")
        assert main(["init"]) == 0
        assert (blog / "medlint.toml").exists()

    def test_wrong_settings_are_2_and_nothing_is_written(self, blog: Path, capsys: Capture) -> None:
        (blog / "medlint.toml").write_text("selct = []\n")
        before = contents(blog)
        assert main(["init"]) == 2
        assert contents(blog) == before
        assert capsys.readouterr().err.startswith("medlint: error: medlint.toml:1:1: selct")

    @pytest.mark.parametrize("text", ["[project\n", "tool = { ruff = {} }\n", "tool = 1\n"])
    def test_where_they_cannot_be_added_the_lines_are_shown(
        self, blog: Path, capsys: Capture, text: str
    ) -> None:
        (blog / "pyproject.toml").write_text(text)
        assert main(["init", "--no-hook"]) == 2
        assert (blog / "pyproject.toml").read_text() == text
        captured = capsys.readouterr()
        assert captured.err.startswith("medlint: error: pyproject.toml: ")
        assert '  site-url = "https://ada.dev"\n' in captured.out


HOOK = {
    "repo": "https://github.com/medlint/medlint",
    "rev": "v0.1.0",
    "hooks": [{"id": "medlint"}],
}
HOOK_FILES = {
    "usual": "# mine\nrepos:\n  - repo: local # here\n    hooks:\n      - id: x\n",
    "not indented": "repos:\n- repo: local\n  hooks:\n  - id: x # why\nci: {skip: [x]}\n",
    "deep": "repos:\n    -   repo: local\n        hooks:\n        -   id: x\n\n# the end\n",
    "comments after": "repos:\n- repo: local\n  hooks:\n  - id: x\n    # - id: y\n# c\nci: {}\n",
    "block text": "repos:\n- repo: local\n  hooks:\n  - id: x\n    files: |\n      a\n\nci: {}\n",
    "no newline": "repos:\n- repo: local\n  hooks: [{id: x}]",
    "flow": "repos: [{repo: local, hooks: [{id: x}]}]\n",
    "flow over lines": "repos: [\n  {repo: local, hooks: [{id: x}]},\n]\n",
    "json": '{"repos": [{"repo": "local", "hooks": [{"id": "x"}]}], "ci": {}}\n',
    "empty list": "repos: [] # none yet\nci: {}\n",
    "empty": "repos:\nci: {}\n",
    "no repos": "fail_fast: true # quick\n",
    "only a comment": "# to do\n",
    "crlf": "repos:\r\n- repo: local\r\n  hooks:\r\n  - id: x\r\nci: {}\r\n",
    "bom": "\ufeffrepos:\n- repo: local\n  hooks:\n  - id: x\n",
    "other documents": "---\nrepos:\n- repo: local\n  hooks:\n  - id: x\n",
}


class TestHook:
    def test_a_file_is_made_where_there_is_none(self, blog: Path) -> None:
        assert main(["init"]) == 0
        assert yaml.safe_load((blog / ".pre-commit-config.yaml").read_text()) == {"repos": [HOOK]}

    @pytest.mark.parametrize("case", HOOK_FILES)
    def test_it_is_added_and_nothing_else_changes(self, case: str) -> None:
        before = HOOK_FILES[case]
        after = with_hook(before, "0.1.0")
        known = yaml.safe_load(before) or {}
        assert yaml.safe_load(after) == {**known, "repos": [*(known.get("repos") or []), HOOK]}
        assert has_hook(after)
        comments = [line.partition("#")[2] for line in before.splitlines() if "#" in line]
        assert all(comment in after for comment in comments)
        assert after.count("\r\n") == (after.count("\n") if "\r" in before else 0)

    @pytest.mark.parametrize("case", sorted(set(HOOK_FILES) - {"empty list"}))
    def test_every_line_that_was_there_is_there(self, case: str) -> None:
        before, after = HOOK_FILES[case], with_hook(HOOK_FILES[case], "0.1.0")
        if case in {"flow", "json"}:  # these are one line, to which it is added
            return
        remaining = iter(after.splitlines())
        assert all(line in remaining for line in before.splitlines())

    def test_a_comment_of_the_last_hook_stays_with_it(self) -> None:
        after = with_hook(HOOK_FILES["comments after"], "0.1.0")
        assert "    # - id: y\n- repo: https://github.com/medlint" in after

    @pytest.mark.parametrize(
        "text",
        [
            "repos:\n- repo: https://github.com/medlint/medlint\n  rev: v9\n  hooks: []\n",
            "repos:\n- repo: git@github.com:ada/medlint.git\n  rev: x\n  hooks: []\n",
            "repos:\n- repo: local\n  hooks:\n  - id: medlint-fix\n    entry: medlint\n",
        ],
    )
    def test_a_hook_that_is_there_stays(self, blog: Path, capsys: Capture, text: str) -> None:
        (blog / ".pre-commit-config.yaml").write_text(text)
        assert main(["init"]) == 0
        assert (blog / ".pre-commit-config.yaml").read_text() == text
        assert "has the hook of medlint; nothing was changed" in capsys.readouterr().out

    @pytest.mark.parametrize("text", ["repos: [\n", "- a\n", "repos: {a: 1}\n", "repos: x\n"])
    def test_where_it_cannot_be_added_the_lines_are_shown(
        self, blog: Path, capsys: Capture, text: str
    ) -> None:
        (blog / ".pre-commit-config.yaml").write_text(text)
        assert main(["init"]) == 2
        assert (blog / ".pre-commit-config.yaml").read_text() == text
        captured = capsys.readouterr()
        assert captured.err.startswith("medlint: error: .pre-commit-config.yaml: ")
        assert "    - id: medlint\n" in captured.out

    def test_it_goes_to_the_top_of_the_repository(self, blog: Path) -> None:
        fill(blog, {"site/content/posts/a.md": POST})
        assert main(["init", "site"]) == 0
        assert (blog / ".pre-commit-config.yaml").exists()
        assert (blog / "site" / "medlint.toml").exists()

    def test_without_a_repository_there_is_none(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        fill(tmp_path / "alone", {"posts/a.md": POST})
        monkeypatch.chdir(tmp_path / "alone")
        assert main(["init"]) == 0
        assert not (tmp_path / "alone" / ".pre-commit-config.yaml").exists()
        assert "Not a Git repository" in capsys.readouterr().out

    def test_pre_commit_takes_what_was_written(self, blog: Path) -> None:
        (blog / ".pre-commit-config.yaml").write_text(
            "repos:\n-   repo: meta\n    hooks:\n    -   id: identity # who\n"
        )
        assert main(["init"]) == 0
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "validate-config"],
            cwd=blog,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stdout) == (0, "")


class TestBoth:
    def test_a_dry_run_shows_all_and_writes_nothing(self, blog: Path, capsys: Capture) -> None:
        (blog / "pyproject.toml").write_text("[project]\n")
        before = contents(blog)
        assert main(["init", "--dry-run"]) == 0
        assert contents(blog) == before
        out = capsys.readouterr().out
        assert "pyproject.toml: would add [tool.medlint]\n" in out
        assert '  + site-url = "https://ada.dev"\n' in out
        assert ".pre-commit-config.yaml: would add the hook\n" in out
        assert "  +     - id: medlint\n" in out
        assert out.endswith("Nothing was written: this was a dry run.\n")

    def test_a_second_run_changes_nothing(self, blog: Path) -> None:
        (blog / "pyproject.toml").write_text("[project]\n")
        (blog / ".pre-commit-config.yaml").write_text(HOOK_FILES["usual"])
        assert main(["init"]) == 0
        before = contents(blog)
        assert main(["init"]) == 0
        assert contents(blog) == before

    def test_permissions_and_links_stay(self, blog: Path) -> None:
        (blog / "shared.toml").write_text("[project]\n")
        (blog / "shared.toml").chmod(0o640)
        os.symlink("shared.toml", blog / "pyproject.toml")
        assert main(["init"]) == 0
        assert (blog / "pyproject.toml").is_symlink()
        assert "[tool.medlint]" in (blog / "shared.toml").read_text()
        assert stat.S_IMODE((blog / "shared.toml").stat().st_mode) == 0o640

    @pytest.mark.parametrize("name", ["pyproject.toml", "medlint.toml", ".pre-commit-config.yaml"])
    def test_what_a_link_leads_to_outside_is_neither_read_nor_written(
        self, blog: Path, tmp_path_factory: pytest.TempPathFactory, name: str, capsys: Capture
    ) -> None:
        outside = tmp_path_factory.mktemp("outside") / "file"
        if name != "medlint.toml":
            outside.write_text("repos: []\n" if name.startswith(".") else "[project]\n")
        before = outside.read_text() if outside.exists() else None
        os.symlink(outside, blog / name)
        assert main(["init"]) == 2
        assert f"{name}: it is a link that leads out of the repository" in capsys.readouterr().err
        assert (outside.read_text() if outside.exists() else None) == before
        assert (blog / name).is_symlink()

    def test_the_settings_written_find_the_posts(self, blog: Path, capsys: Capture) -> None:
        fill(blog, {"notes.md": POST})
        assert main(["init"]) == 0
        capsys.readouterr()
        assert main(["files", "--linted"]) == 0
        assert capsys.readouterr().out == "_posts/2024-03-02-walk.md\n"

    def test_no_posts_is_said(self, blog: Path, capsys: Capture) -> None:
        (blog / "_posts" / "2024-03-02-walk.md").unlink()
        assert main(["init"]) == 0
        assert "No posts were found" in capsys.readouterr().out

    def test_a_folder_that_is_not_there_is_2(self, blog: Path, capsys: Capture) -> None:
        assert main(["init", "gone"]) == 2
        assert capsys.readouterr().err == "medlint: error: gone: no such folder\n"


@given(
    st.lists(
        st.sampled_from(
            ["[tool.a]\n", "[tool]\n", "x = 1\n", "# c\n", "\n", 'y = """\n[tool.medlint]\n"""\n',
             "[[tool.b]]\n", "[tool.b.c]\n", "z = [\n  1,\n]\n", "tool.q = 1\n", "é = 2\n"]
        ),
        max_size=8,
    )
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_whatever_a_pyproject_holds_it_is_kept_or_left_alone(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        after = with_settings(text, {"site-url": "https://ada.dev"})
    except AdoptionError:
        return
    assert after.startswith(text)
    assert tomli.loads(after)["tool"]["medlint"] == {"site-url": "https://ada.dev"}
