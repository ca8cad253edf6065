"""Tests of what is worked out once and kept."""

from __future__ import annotations

from medlint.document import Block, Document, Line, Text
from medlint.kept import kept
from medlint.post import Post
from medlint.settings import Settings
from medlint.text import Source, Span
from medlint.views import view


class _Counter:
    def __init__(self) -> None:
        self.calls = 0

    @kept
    def twice(self) -> int:
        """Twice the calls."""
        self.calls += 1
        return 2 * self.calls


class TestKept:
    def test_is_worked_out_once_per_object(self) -> None:
        one, other = _Counter(), _Counter()
        assert (one.twice, one.twice, other.twice) == (2, 2, 2)
        assert (one.calls, other.calls) == (1, 1)

    def test_is_documented_on_the_class(self) -> None:
        assert _Counter.twice.__doc__ == "Twice the calls."


class TestView:
    def test_is_worked_out_once_per_post(self) -> None:
        asked: list[str] = []

        @view
        def length(post: Post) -> int:
            """How long the text is."""
            asked.append(post.text)
            return len(post.text)

        posts = [Post(Source(text), Settings()) for text in ("one", "three")]
        assert [length(post) for post in (*posts, *posts)] == [3, 5, 3, 5]
        assert asked == ["one", "three"]
        assert length.__doc__ == "How long the text is."


class TestDocument:
    def test_what_is_kept_is_no_part_of_a_block(self) -> None:
        line = Line(Span(0, 3), (Text(Span(0, 3), "one"),))
        block = Block("paragraph", Span(0, 3), lines=(line,))
        other = Block("paragraph", Span(0, 3), lines=(line,))
        assert block.text == "one"
        assert block == other
        assert block._replace(lines=()).text == ""

    def test_blocks_come_in_source_order(self) -> None:
        def block(at: int, *children: Block, heading: bool = False) -> Block:
            return Block("heading" if heading else "quote", Span(at, 9), children)

        root = Block(
            "document", Span(0, 9), (block(1, block(2, heading=True)), block(3, heading=True))
        )
        document = Document(root, (), (), (), (), (), ())
        assert [found.span.start for found in document.all_blocks] == [0, 1, 2, 3]
        assert [found.span.start for found in document.blocks("heading", "quote")] == [1, 2, 3]
        assert [found.span.start for found in document.headings] == [2, 3]
