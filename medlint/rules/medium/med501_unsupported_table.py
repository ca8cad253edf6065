"""MED501."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.nesting import first_line
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Block
    from medlint.post import Post


class UnsupportedTable(Rule, code="MED501", severity=Severity.WARNING, needs="table"):
    """Medium has no tables.

    What is a table on your own site arrives on Medium as a heap of cells, one
    paragraph each, or not at all. Nothing tells the reader which belonged
    together.

    Mend: A table of two columns is a list with the first column in bold. A
    larger one can be a picture, with the numbers that matter in its
    alternative text, or an embedded gist, of which Medium shows the table.

    Limits: HTML tables count as well, those that only set a page in columns
    included, as their columns are lost, too. A frame around one single cell
    does not.

    Source: The guides and issue threads of converters to Medium
    (jupyter_to_medium, md-publisher, typub) agree that its editor has no
    tables.
    """

    examples = (
        Bad(
            """
            ⟦| Plan | Price |⟧
            | --- | --- |
            | Small | 5 € |
            | Large | 9 € |
            """
        ),
        Good(
            """
            - **Small**: 5 €
            - **Large**: 9 €
            """
        ),
        Bad("⟦<table><tr><td>Small</td><td>5 €</td></tr></table>⟧"),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each table once, at its first line."""
        stack = [post.document.root]
        while stack:
            block = stack.pop()
            if block.kind != "table":
                stack.extend(reversed(block.children))
                continue
            rows, columns = _size(block)
            if rows * columns > 1:
                yield self.finding(
                    first_line(post.text, block.span),
                    f"Medium has no tables, and this one has {_counted(rows, 'row')} and "
                    f"{_counted(columns, 'column')}; {_advice(columns)}",
                )


def _size(table: Block) -> tuple[int, int]:
    """Rows and columns, those of tables inside left out."""
    rows = columns = 0
    stack = list(table.children)
    while stack:
        block = stack.pop()
        if block.kind == "row":
            rows += 1
            columns = max(columns, sum(child.kind == "cell" for child in block.children))
        elif block.kind == "html":
            stack.extend(block.children)
    return rows, columns


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _advice(columns: int) -> str:
    if columns == 1:
        return "write it as a list"
    if columns == 2:
        return "write it as a list, with the first column in bold"
    return "write it as a list, or show it as a picture or an embedded gist"
