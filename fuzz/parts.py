"""The modules that each part is about; imports none of them, as their coverage is to be told."""

from __future__ import annotations

_MARKDOWN = ("medlint.parsers", "medlint.document", "medlint.html")

MODULES: dict[str, tuple[str, ...]] = {
    "front-matter": ("medlint.front_matter", "medlint.fields"),
    "markdown": _MARKDOWN,
    "parsers": _MARKDOWN,
    "html": ("medlint.html",),
    "suppressions": ("medlint.suppressions", "medlint.directives"),
    "settings": ("medlint.settings", "medlint.globs", "medlint.recognition"),
    "baseline": ("medlint.baseline",),
    "init": (
        "medlint.adoption",
        "medlint.configurations",
        "medlint.generators",
        "medlint.javascript",
    ),
    "post": ("medlint",),
    "fixer": (
        "medlint.fixer",
        "medlint.fixes",
        "medlint.rules",
        "medlint.metadata_edits",
        "medlint.tag_edits",
    ),
    "reports": ("medlint.reporters",),
}
