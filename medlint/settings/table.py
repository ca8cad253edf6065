"""Every setting, as data.

Reading, checking, the JSON Schema and the reference in the documentation all
come from this table; a setting is added here, and a kind of value in
:mod:`medlint.settings.check` and :mod:`medlint.schema`.
"""

from __future__ import annotations

from medlint.typed import Any, Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal[
    "boolean",
    "choice",
    "file",
    "folders",
    "integer",
    "language",
    "overrides",
    "parser",
    "patterns",
    "per-file-ignores",
    "permalink",
    "rules",
    "selectors",
    "url",
]

SEVERITIES = ("error", "warning", "info")

#: What is never walked, unless `exclude` says otherwise: hidden files and folders,
#: what was installed or built, and the templates and demos of site generators.
DEFAULT_EXCLUDE: tuple[str, ...] = (
    ".*",
    "__pycache__/",
    "_build/",
    "_data/",
    "_includes/",
    "_layouts/",
    "_site/",
    "archetypes/",
    "bower_components/",
    "build/",
    "dist/",
    "exampleSite/",
    "node_modules/",
    "scaffolds/",
    "site-packages/",
    "vendor/",
    "venv/",
)

#: The file of accepted findings, unless `baseline` names another.
DEFAULT_BASELINE = ".medlint-baseline.json"


class Setting(NamedTuple):
    """One key of ``[tool.medlint]``.

    Attributes:
        name: The key, in kebab-case.
        kind: What its value is; see :data:`Kind`.
        default: The value where none is given; ``None`` where being unset means
            something of its own, which ``help`` says.
        help: What it does, in one line, with the unit.
        example: A value as it is written in TOML, key included.
        choices: The only words allowed.
        minimum: The least number allowed.
        maximum: The greatest number allowed; for limits, what a run can bear.
        override: Whether it may stand in ``[[tool.medlint.overrides]]``.
    """

    name: str
    kind: Kind
    default: Any
    help: str
    example: str
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    override: bool = False

    @property
    def attribute(self) -> str:
        """Its name on :class:`~medlint.settings.Settings`."""
        return self.name.replace("-", "_")


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "include",
        "patterns",
        None,
        "The files that are posts, as gitignore patterns relative to the settings' folder. "
        "Unset: see `content`; with neither, Markdown and MDX files that open with front "
        "matter or lie in a folder where site generators keep posts.",
        'include = ["posts/**/*.md", "notes/*.md"]',
    ),
    Setting(
        "exclude",
        "patterns",
        DEFAULT_EXCLUDE,
        "The files and folders that are not linted, as gitignore patterns; replaces the "
        "default list, and wins over `include` and `content`.",
        'exclude = ["drafts/", "*.old.md"]',
    ),
    Setting(
        "extend-exclude",
        "patterns",
        (),
        "More files and folders that are not linted, added to `exclude`.",
        'extend-exclude = ["archive/"]',
    ),
    Setting(
        "content",
        "folders",
        None,
        "The folders in which posts live, relative to the settings' folder: all Markdown "
        "and MDX below them is a post, save READMEs and the like, and nothing else is "
        "unless `include` names it.",
        'content = ["src/posts"]',
    ),
    Setting(
        "site-url",
        "url",
        None,
        "The address of your site. Canonical URLs are checked against it, and derived "
        "from it with `permalink`.",
        'site-url = "https://example.org"',
        override=True,
    ),
    Setting(
        "permalink",
        "permalink",
        None,
        "The path of a post on your site, with tokens such as `{year}`, `{month}`, `{day}` "
        "and `{slug}`; your generator's own notation (`:year`, `[slug]`) is read too.",
        'permalink = "/{year}/{month}/{slug}/"',
        override=True,
    ),
    Setting(
        "target",
        "choice",
        "medium",
        "Where the posts are published; decides how many tags a post may carry.",
        'target = "medium-api"',
        choices=("medium", "medium-api", "devto", "hashnode"),
        override=True,
    ),
    Setting(
        "language",
        "language",
        None,
        "The language of the posts, as an ISO 639-1 code of two letters; the front matter "
        "of a post comes first.",
        'language = "en"',
        override=True,
    ),
    Setting(
        "drafts",
        "choice",
        "lenient",
        "How drafts are linted: `lenient` at one severity lower, `strict` like any post, "
        "`skip` not at all.",
        'drafts = "strict"',
        choices=("lenient", "strict", "skip"),
        override=True,
    ),
    Setting(
        "select",
        "selectors",
        None,
        "The rules to run, by code (`MED201`), code prefix (`MED2`), name "
        "(`generic-anchor`) or `ALL`. Unset: every rule that is on by default.",
        'select = ["MED1", "generic-anchor"]',
        override=True,
    ),
    Setting(
        "ignore",
        "selectors",
        (),
        "The rules not to run. The more exact of two selectors wins; of two equally exact "
        "ones, `ignore`.",
        'ignore = ["MED112"]',
        override=True,
    ),
    Setting(
        "extend-select",
        "selectors",
        (),
        "More rules to run, added to `select` or to the rules that are on by default.",
        'extend-select = ["missing-cover"]',
        override=True,
    ),
    Setting(
        "per-file-ignores",
        "per-file-ignores",
        (),
        "Rules not to run on some files: a gitignore pattern, and the selectors of the rules.",
        'per-file-ignores = { "posts/2019/" = ["MED111"] }',
    ),
    Setting(
        "fail-on",
        "choice",
        "warning",
        "The least severity of a finding that makes the exit code 1.",
        'fail-on = "error"',
        choices=SEVERITIES,
    ),
    Setting(
        "output-format",
        "choice",
        None,
        "How findings are shown. Unset: `github` under GitHub Actions, else `text`.",
        'output-format = "concise"',
        choices=(
            *("text", "concise", "grouped", "json", "jsonl", "github", "gitlab", "sarif"),
            *("junit", "checkstyle", "rdjson", "azure", "markdown"),
        ),
    ),
    Setting(
        "max-file-size",
        "integer",
        10_000_000,
        "The largest file that is read, in bytes; a larger one is reported and not read.",
        "max-file-size = 2_000_000",
        minimum=1,
        maximum=100_000_000,
    ),
    Setting(
        "max-baseline-size",
        "integer",
        100_000_000,
        "The largest baseline that is read, in bytes; a larger one is an error.",
        "max-baseline-size = 5_000_000",
        minimum=1,
        maximum=1_000_000_000,
    ),
    Setting(
        "max-front-matter-depth",
        "integer",
        100,
        "How deep lists and mappings of front matter are read, the outermost mapping counted; "
        "what lies deeper is reported and not read.",
        "max-front-matter-depth = 10",
        minimum=1,
        maximum=200,
    ),
    Setting(
        "max-front-matter-values",
        "integer",
        20_000,
        "How many values of front matter are read, with all that aliases stand for; that there "
        "are more is reported, and the rest is not read.",
        "max-front-matter-values = 1_000",
        minimum=1,
        maximum=1_000_000,
    ),
    Setting(
        "max-nesting",
        "integer",
        100,
        "How deep quotes and lists of Markdown are read; a list and its item are two levels. "
        "What lies deeper is reported and not read.",
        "max-nesting = 20",
        minimum=1,
        maximum=200,
    ),
    Setting(
        "parser",
        "parser",
        "auto",
        "What reads the Markdown: `pyromark`, which is fast and comes with "
        "`pip install 'medlint[fast]'`, or `markdown-it`; `auto` takes the former where it is "
        "installed. The findings are the same.",
        'parser = "markdown-it"',
        choices=("auto", "markdown-it", "pyromark"),
    ),
    Setting(
        "respect-gitignore",
        "boolean",
        True,
        "Whether folders are searched without what Git ignores.",
        "respect-gitignore = false",
    ),
    Setting(
        "index-untracked",
        "boolean",
        False,
        "Whether posts are compared with those, too, that Git does not track yet. In no "
        "repository they are compared with all posts.",
        "index-untracked = true",
    ),
    Setting(
        "force-exclude",
        "boolean",
        False,
        "Whether files named on the command line are linted only if the settings take "
        "them for posts; what pre-commit hooks need.",
        "force-exclude = true",
    ),
    Setting(
        "baseline",
        "file",
        None,
        "The file of findings that are accepted, relative to the settings' folder and below "
        "it; `medlint baseline` writes it. Unset: `.medlint-baseline.json`, where it exists.",
        'baseline = "tools/medlint-baseline.json"',
    ),
    Setting(
        "rules",
        "rules",
        (),
        "Options of single rules, by the rule's name or code; each rule also takes `severity`.",
        "rules.description-length = { maximum = 160 }",
        override=True,
    ),
    Setting(
        "overrides",
        "overrides",
        (),
        "Other settings for some files: `files` (gitignore patterns) and the settings that "
        "differ there. Of several that fit, the last wins.",
        'overrides = [{ files = ["de/"], language = "de" }]',
    ),
)

BY_NAME: dict[str, Setting] = {setting.name: setting for setting in SETTINGS}
OVERRIDABLE: tuple[Setting, ...] = tuple(setting for setting in SETTINGS if setting.override)
