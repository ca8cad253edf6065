"""What can be fuzzed: a check, what its inputs are made of, and the modules it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fuzz import checks, making, whole

if TYPE_CHECKING:
    from collections.abc import Callable


class Target(NamedTuple):
    """A part of medlint under test.

    Attributes:
        check: What must hold; raises where it does not.
        work: What must take time in proportion to its input.
        structure: The strategy in :mod:`fuzz.structure` that makes its inputs.
        dictionary: Tokens that mean something to it.
        modules: The modules whose coverage is told.
        about: In one line, what is checked.
    """

    check: Callable[[str], None]
    work: Callable[[str], None]
    structure: str
    dictionary: tuple[str, ...]
    modules: tuple[str, ...]
    about: str


_POST = (*making.MARKDOWN, *making.HTML, *making.FRONT_MATTER[:40], *making.SUPPRESSIONS)

TARGETS: dict[str, Target] = {
    "front-matter": Target(
        checks.check_front_matter,
        checks.read_front_matter,
        "front_matter",
        making.FRONT_MATTER,
        ("medlint.front_matter", "medlint.fields"),
        "the readers of YAML, TOML and JSON front matter",
    ),
    "markdown": Target(
        checks.check_markdown,
        checks.read_markdown,
        "posts",
        (*making.MARKDOWN, *making.HTML),
        ("medlint.parsers", "medlint.document", "medlint.html"),
        "what is read with the reference parser, and all places in it",
    ),
    "parsers": Target(
        checks.check_parsers,
        checks.read_markdown_fast,
        "posts",
        (*making.MARKDOWN, *making.HTML),
        ("medlint.parsers",),
        "that both Markdown parsers read the same",
    ),
    "html": Target(
        checks.check_html,
        checks.read_html,
        "posts",
        making.HTML,
        ("medlint.html",),
        "the reader of raw HTML",
    ),
    "suppressions": Target(
        checks.check_suppressions,
        checks.read_suppressions,
        "suppressions",
        making.SUPPRESSIONS,
        ("medlint.suppressions", "medlint.directives"),
        "comments that silence rules",
    ),
    "settings": Target(
        checks.check_settings,
        checks.take_settings,
        "settings",
        making.SETTINGS,
        ("medlint.settings", "medlint.globs", "medlint.recognition"),
        "settings files",
    ),
    "baseline": Target(
        checks.check_baseline,
        checks.take_baseline,
        "baselines",
        making.JSON,
        ("medlint.baseline",),
        "baselines",
    ),
    "post": Target(
        whole.check_post, whole.lint_text, "posts", _POST, ("medlint",), "every rule on whole posts"
    ),
    "fixer": Target(
        whole.check_fixer,
        whole.fix_text,
        "posts",
        _POST,
        ("medlint.fixer", "medlint.fixes", "medlint.rules"),
        "every fix, round after round",
    ),
    "reports": Target(
        whole.check_reports,
        whole.report_text,
        "posts",
        _POST,
        ("medlint.reporters",),
        "every output format",
    ),
}
