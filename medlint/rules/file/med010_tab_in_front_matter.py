"""MED010: no tabs in YAML front matter."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.fixes import Fix
    from medlint.post import Post
    from medlint.text import Span


class TabInFrontMatter(
    Rule, code="MED010", severity=Severity.WARNING, needs="front-matter-problem"
):
    """YAML front matter must be spaced with spaces, not tabs.

    Some YAML readers accept a tab after a colon and others refuse the whole
    file, so a post that works on your machine may fail where it is built.

    Mend: Put a single space in place of each run of tabs; the fix does. Most
    editors can be set to write spaces in YAML.

    Source: YAML 1.1, chapter 4.1.2, forbids tabs in indentation. Of PyYAML's
    two loaders the one on libyaml reads a tab after a colon and the other
    raises an error.
    """

    examples = (
        Good("""
            ---
            title: Sourdough
            ---
        """),
        Bad(
            "---\ntitle:⟦\t\t⟧Sourdough\ntags:\n  - bread⟦\t⟧\n---\n",
            fixed="---\ntitle: Sourdough\ntags:\n  - bread\n---\n",
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each run of tabs that separates."""
        front_matter = post.front_matter
        if front_matter is None:
            return
        for problem in front_matter.problems:
            if problem.kind != "tab":
                continue
            yield self.finding(problem.span, problem.message, _fix(post, problem.span))


def _fix(post: Post, span: Span) -> Fix:
    from medlint.fixes import Edit, Fix

    if post.text[span.end : span.end + 1] in {"", "\n", "\r"}:
        return Fix("Remove the tabs", (Edit(span, ""),))
    line_start = post.source.line_starts[post.source.position(span.start).line - 1]
    if post.text[line_start : span.start].strip(" "):
        return Fix("Put one space instead", (Edit(span, " "),))
    # How deep a tab indents only the author knows.
    return Fix("Put spaces instead", (Edit(span, " " * (span.end - span.start)),), safe=False)
