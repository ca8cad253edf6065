"""Links, images and blocks are found where they stand, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from differences import are_equal, differences
from documents import Made, posts
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.front_matter import read
from medlint.parsers import parse
from medlint.text import Source, Span

if TYPE_CHECKING:
    from medlint.document import Block, Document, Image, Link


def document(text: str, *, mdx: bool = False) -> Document:
    """What the reference reads, which is the same as what the accelerator does."""
    front_matter = read(text)
    body = Span(0 if front_matter is None else front_matter.span.end, len(text))
    found = parse(text, body, mdx=mdx, parser="markdown-it")
    fast = parse(text, body, mdx=mdx, parser="pyromark")
    assert are_equal(fast, found), "\n".join(differences(text, found, fast))
    return found


def at(text: str, span: Span | None) -> str | None:
    return None if span is None else text[span.start : span.end]


@settings(max_examples=400, deadline=None)
@given(posts())
def test_every_construct_is_found_at_its_own_place(made: Made) -> None:
    found = document(made.text)
    links = [one for one in made.constructs if not one.image]
    images = [one for one in made.constructs if one.image]
    assert [(at(made.text, link.span), link.kind, link.text, link.url) for link in found.links] == [
        (one.source, one.kind, one.text, one.url) for one in links
    ]
    assert [
        (at(made.text, image.span), image.kind, image.alt, image.url) for image in found.images
    ] == [(one.source, one.kind, one.text, one.url) for one in images]


@settings(max_examples=150, deadline=None)
@given(posts())
def test_a_span_read_again_by_itself_is_the_same_link(made: Made) -> None:
    definitions = {link.url_span for link in document(made.text).links}
    assert None not in definitions
    for link in document(made.text).links:
        alone = f"{at(made.text, link.span)}\n\n" + made.text[made.text.rindex("[ref]:") :]
        again = document(alone).links[0]
        assert (again.kind, again.text, again.url) == (link.kind, link.text, link.url)
        assert again.span == Span(0, link.span.end - link.span.start)


@settings(max_examples=150, deadline=None)
@given(posts())
def test_inner_spans_hold_what_they_claim(made: Made) -> None:
    found = document(made.text)
    for link in found.links:
        assert link.url_span is not None
        written = at(made.text, link.url_span) or ""
        assert written.replace("&amp;", "&") == link.url
        assert link.span.start <= link.text_span.start <= link.text_span.end <= link.span.end
    for definition in found.definitions:
        assert at(made.text, definition.url_span) == definition.url
        assert (at(made.text, definition.span) or "").startswith(f"[{definition.label}]:")


def check_tree(text: str, block: Block, outer: Span) -> None:
    """Children lie inside their parents, and parts follow each other, within the text."""
    assert outer.start <= block.span.start <= block.span.end <= outer.end
    position = block.span.start
    for child in block.children:
        assert child.span.start >= position
        check_tree(text, child, block.span)
        position = child.span.start
    position = block.span.start
    for line in block.lines:
        for part in line.parts:
            assert position <= part.span.start <= part.span.end <= block.span.end
            position = part.span.end


@settings(max_examples=200, deadline=None)
@given(posts())
def test_blocks_nest_and_parts_follow_each_other(made: Made) -> None:
    root = document(made.text).root
    check_tree(made.text, root, Span(0, len(made.text)))


MARKUP = st.lists(
    st.sampled_from(
        [
            *"[]()<>!*_`~#->|:\\&;{}%\"'= \t\n\ra1/.é日😀",
            *("https://x.y", "<a href=", "</a>", "<li>", "&amp;", "<!--", "-->", "{{", "}}", "```"),
        ]
    ),
    max_size=120,
).map("".join)


@settings(max_examples=600, deadline=None)
@given(MARKUP, st.booleans())
def test_any_text_is_read_with_all_spans_inside_it(text: str, mdx: bool) -> None:
    found = document(text, mdx=mdx)
    whole = range(len(text) + 1)
    things: list[Link | Image] = [*found.links, *found.images]
    for thing in things:
        assert thing.span.start in whole
        assert thing.span.end in whole
        assert thing.span.start < thing.span.end
    for link in found.links:
        written = at(text, link.span) or ""
        if link.kind == "html":
            assert written.lower().startswith("<a")
        elif link.kind == "bare":
            assert written.lower().startswith("http")
        else:
            assert written[0] + written[-1] in {"[)", "[]", "<>"}
    for block in found.root.walk():
        assert block.span.start in whole
        assert block.span.end in whole


@pytest.mark.parametrize(
    ("text", "source", "line", "column"),
    [
        ("a\tb [x](y)", "[x](y)", 1, 5),
        ("日本語 😀 [x](y)", "[x](y)", 1, 7),
        ("\ufeffa [x](y)", "[x](y)", 1, 3),
        ("a\r\n\r\n> b\r\n> [x](y)", "[x](y)", 4, 3),
        ("a\r\rb [x](y)", "[x](y)", 3, 3),
        ("-\t[x](y)\n", "[x](y)", 1, 3),
        ("1.  a\n\n\t> b [x](y)", "[x](y)", 3, 6),
        ("a\u2028b [x](y)", "[x](y)", 1, 5),
        ("| a \\| b | [x\\|z](y) |\n|---|---|\n", "[x\\|z](y)", 1, 12),
        ("<div>a<a href=y>x</a></div>", "<a href=y>x</a>", 1, 7),
        ("[x\ny](z 't')", "[x\ny](z 't')", 1, 1),
    ],
)
def test_lines_and_columns(text: str, source: str, line: int, column: int) -> None:
    read_source = Source(text)
    link = document(read_source.text).links[0]
    assert read_source.slice(link.span) == source
    assert read_source.position(link.span.start) == (line, column)


def test_a_whole_post_on_one_line_of_html() -> None:
    text = "<div>" + "".join(
        f'<div>• <a href="https://h{n}.example/&amp;{n}">Shop {n}</a><br></div>' for n in range(500)
    )
    found = document(text)
    assert [link.text for link in found.links] == [f"Shop {n}" for n in range(500)]
    assert all(
        at(text, link.span) == f'<a href="https://h{n}.example/&amp;{n}">Shop {n}</a>'
        for n, link in enumerate(found.links)
    )
    assert found.links[7].url == "https://h7.example/&7"


def test_html_makes_the_same_blocks_as_markdown() -> None:
    def shape(block: Block) -> object:
        return (block.kind, block.text, [shape(child) for child in block.children])

    markdown = document("- a [x](y)\n- b\n\n| c |\n| - |\n| d |\n\n## e\n")
    html = document(
        '<ul><li>a <a href="y">x</a><li>b</ul><table><tr><th>c<tr><td>d</table><h2>e</h2>'
    )
    assert shape(markdown.root) == shape(html.root)


def test_nothing_is_found_in_code_and_comments() -> None:
    found = document(
        "`[a](b)` `https://a.example`\n\n    [a](b)\n\n```\n[a](b)\n```\n\n"
        "<!-- [a](b) <a href=x>y</a> -->\n\n"
        "<pre><a href=x>y</a> https://a.example</pre>\n\n<script>var a = '<a href=x>'</script>\n"
    )
    assert found.links == ()
    assert [comment.text for comment in found.comments] == [" [a](b) <a href=x>y</a> "]


def test_template_tags_are_parts_of_their_own() -> None:
    text = 'See {{ site.name }}: [a]({% link _posts/a b.md %}) and {{< ref "x y" >}}.\n'
    found = document(text)
    assert [template.text for template in found.templates] == [
        "{{ site.name }}",
        "{% link _posts/a b.md %}",
        '{{< ref "x y" >}}',
    ]
    assert found.links[0].url == "{% link _posts/a b.md %}"
    assert found.links[0].templated
    assert found.paragraphs[0].text == "See : a and ."


def test_verbatim_template_blocks_are_not_read_as_prose() -> None:
    found = document("{% highlight sh %}\ncurl https://a.example # [x](y)\n{% endhighlight %}\n")
    assert found.links == ()


def test_footnotes_are_no_definitions() -> None:
    found = document("a[^1] b\n\n[^1]: https://a.example/x\n")
    assert [(link.kind, link.url) for link in found.links] == [("bare", "https://a.example/x")]
    assert [block.footnote for block in found.paragraphs] == [False, True]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("see https://a.example/x_(y).", ["https://a.example/x_(y)"]),
        ("(https://a.example/)", ["https://a.example/"]),
        ("**https://a.example**", ["https://a.example"]),
        ("请看https://a.example。好", ["https://a.example"]),
        ('"https://a.example", x', ["https://a.example"]),
        ("https://a.example/?x=1&y=2;", ["https://a.example/?x=1&y=2"]),
        ("https://a.example/a\\_b", ["https://a.example/a_b"]),
        ("git+https://a.example crates.io setup.py http:// https://", []),
        ("[https://a.example](https://b.example)", ["https://b.example"]),
    ],
)
def test_bare_urls_end_where_the_address_does(text: str, urls: list[str]) -> None:
    assert [link.url for link in document(text).links] == urls


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "![" * 5_000 + "](x)" * 5_000,
        "*a " * 20_000,
        "_" * 20_000,
        "`" * 20_000 + " `" * 5_000,
        "<" * 50_000,
        "<a href='" * 10_000,
        "<a " * 20_000,
        "<div>" * 20_000,
        "<!--" * 20_000,
        "a <?" * 20_000,
        "a <![CDATA[" * 20_000,
        "a <!A" * 20_000,
        "a <a b =" + "\u3000" * 20_000,
        "<a b =" + "\u3000" * 20_000,
        "<a href=x>" * 10_000,
        "<li>" * 10_000 + "</li>" * 10_000,
        "{{" * 50_000,
        "{% highlight %}" * 5_000,
        "> " * 2_000 + "a",
        "".join("  " * depth + "- a [b](c)\n" for depth in range(100)),
        "|" * 20_000 + "\n" + "|-" * 20_000,
        " " * 200_000 + "a",
        "[a](b) " * 10_000,
        "https://" * 10_000,
        "[x]: y\n" * 10_000,
        "&" * 50_000 + "&amp;" * 10_000,
        "\n" * 100_000,
        "a\r" * 50_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_input_is_read(text: str) -> None:
    found = document(text)
    assert all(text[link.span.start : link.span.end] for link in found.links)


def test_lists_a_hundred_deep_keep_their_links() -> None:
    text = "".join("  " * depth + f"- [a](b{depth})\n" for depth in range(100))
    found = parse(text, Span(0, len(text)), nesting=200)
    assert [link.url for link in found.links] == [f"b{depth}" for depth in range(100)]
    assert [link.url for link in document(text).links] == [f"b{depth}" for depth in range(50)]
