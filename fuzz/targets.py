"""What can be fuzzed: a check, and what its inputs are made of."""

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
        about: In one line, what is checked.
    """

    check: Callable[[str], None]
    work: Callable[[str], None]
    structure: str
    dictionary: tuple[str, ...]
    about: str


_POST = (*making.MARKDOWN, *making.HTML, *making.FRONT_MATTER[:40], *making.SUPPRESSIONS)

TARGETS: dict[str, Target] = {
    "front-matter": Target(
        checks.check_front_matter,
        checks.read_front_matter,
        "front_matter",
        making.FRONT_MATTER,
        "the readers of YAML, TOML and JSON front matter",
    ),
    "markdown": Target(
        checks.check_markdown,
        checks.read_markdown,
        "posts",
        (*making.MARKDOWN, *making.HTML),
        "what is read with the reference parser, and all places in it",
    ),
    "parsers": Target(
        checks.check_parsers,
        checks.read_markdown_fast,
        "posts",
        (*making.MARKDOWN, *making.HTML),
        "that both Markdown parsers read the same",
    ),
    "html": Target(
        checks.check_html,
        checks.read_html,
        "posts",
        making.HTML,
        "the reader of raw HTML",
    ),
    "suppressions": Target(
        checks.check_suppressions,
        checks.read_suppressions,
        "suppressions",
        making.SUPPRESSIONS,
        "comments that silence rules",
    ),
    "settings": Target(
        checks.check_settings,
        checks.take_settings,
        "settings",
        making.SETTINGS,
        "settings files",
    ),
    "baseline": Target(
        checks.check_baseline,
        checks.take_baseline,
        "baselines",
        making.JSON,
        "baselines",
    ),
    "init": Target(
        checks.check_init,
        checks.take_configuration,
        "configurations",
        (*making.FRONT_MATTER, *making.SETTINGS),
        "what is read of other tools, and added to their files",
    ),
    "post": Target(whole.check_post, whole.lint_text, "posts", _POST, "every rule on whole posts"),
    "fixer": Target(
        whole.check_fixer,
        whole.fix_text,
        "posts",
        _POST,
        "every fix, round after round",
    ),
    "reports": Target(
        whole.check_reports,
        whole.report_text,
        "posts",
        _POST,
        "every output format",
    ),
}
