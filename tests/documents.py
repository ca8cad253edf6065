"""Posts made of known constructs, for tests that check where each of them is found."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st


class Construct(NamedTuple):
    """A link or image as written, and what must be read from it."""

    source: str
    kind: str
    text: str
    url: str
    image: bool = False


class Made(NamedTuple):
    """A post and the constructs in it, in source order."""

    text: str
    constructs: tuple[Construct, ...]


DEFINITIONS = "[ref]: https://ref.example/a_(b) 'T'\n[Ünï  çode]: </with space>\n"

_WORDS = st.sampled_from(
    [
        "word",
        "naïve",
        "日本語",
        "😀",
        "👩‍👩‍👧",
        "a\tb",
        "x_y_z",
        "5 * 3",
        "ﬁn",
        "&amp;",
        "\\*",
        "e\u0301",
    ]
)
_LABELS = st.sampled_from(
    ["text", "two words", "naïve 日本", "😀", "x *y* z", "**b**", "`c]d`", "a\\]b"]
)
_URLS = st.sampled_from(
    ["a.md", "https://x.example/a_b_c", "/p?q=1&amp;r=2", "#f", "javascript:alert(1)"]
)

_RESOLVED = {
    "x *y* z": "x y z",
    "**b**": "b",
    "`c]d`": "c]d",
    "a\\]b": "a]b",
    "/p?q=1&amp;r=2": "/p?q=1&r=2",
}


def _plain(written: str) -> str:
    return _RESOLVED.get(written, written)


def _inline(label: str, url: str, title: str, *, angle: bool) -> Construct:
    target = f"<{url}>" if angle else url
    return Construct(f"[{label}]({target}{title})", "inline", _plain(label), _plain(url))


def _image(label: str, url: str, title: str, *, angle: bool) -> Construct:
    target = f"<{url}>" if angle else url
    return Construct(f"![{label}]({target}{title})", "inline", _plain(label), _plain(url), True)


def _html(label: str, url: str, quote: str) -> Construct:
    return Construct(f"<a class=k href={quote}{url}{quote}>{label}</a>", "html", label, _plain(url))


_TITLES = st.sampled_from(["", ' "t"', " 'it'", " (p)"])
_HTML_LABELS = st.sampled_from(["text", "two words", "naïve 日本", "😀"])

CONSTRUCTS: st.SearchStrategy[Construct] = st.one_of(
    st.builds(_inline, _LABELS, _URLS, _TITLES, angle=st.booleans()),
    st.builds(_image, _LABELS, _URLS, _TITLES, angle=st.booleans()),
    st.builds(_html, _HTML_LABELS, _URLS, st.sampled_from(['"', "'"])),
    st.sampled_from(
        [
            Construct(
                "<https://auto.example/x>",
                "autolink",
                "https://auto.example/x",
                "https://auto.example/x",
            ),
            Construct(
                "https://bare.example/x_y",
                "bare",
                "https://bare.example/x_y",
                "https://bare.example/x_y",
            ),
            Construct("[text][ref]", "reference", "text", "https://ref.example/a_(b)"),
            Construct("[REF][]", "collapsed", "REF", "https://ref.example/a_(b)"),
            Construct("[ref]", "shortcut", "ref", "https://ref.example/a_(b)"),
            Construct("[ünï çode]", "shortcut", "ünï çode", "/with space"),
            Construct("![alt][ref]", "reference", "alt", "https://ref.example/a_(b)", True),
            Construct('<img src="i.png" alt="w &amp; x">', "html", "w & x", "i.png", True),
        ]
    ),
)

#: A line of prose: words and constructs with spaces between them.
_LINES = st.lists(st.one_of(_WORDS, CONSTRUCTS), min_size=1, max_size=5)

_Piece = tuple[list[str], tuple[Construct, ...]]


def _line(parts: list[str | Construct]) -> tuple[str, tuple[Construct, ...]]:
    # A word first keeps the line from becoming HTML, a list or a definition.
    words = ["So", *(part.source if isinstance(part, Construct) else part for part in parts), "it"]
    return " ".join(words), tuple(part for part in parts if isinstance(part, Construct))


@st.composite
def _paragraph(draw: st.DrawFn) -> _Piece:
    lines = [_line(draw(_LINES)) for _ in range(draw(st.integers(1, 3)))]
    ends = st.sampled_from(["", "  ", "\\"])
    texts = [
        text + (draw(ends) if index < len(lines) - 1 else "")
        for index, (text, _) in enumerate(lines)
    ]
    return texts, tuple(one for _, found in lines for one in found)


@st.composite
def _heading(draw: st.DrawFn) -> _Piece:
    text, found = _line(draw(_LINES))
    shape = draw(st.sampled_from(["## {}", "#   {} ##", "{}\n---", "{}\n==="]))
    return shape.format(text).split("\n"), found


@st.composite
def _table(draw: st.DrawFn) -> _Piece:
    rows = [[_line(draw(_LINES)) for _ in range(2)] for _ in range(draw(st.integers(1, 3)))]
    lines = ["| " + " | ".join(text for text, _ in row) + " |" for row in rows]
    lines.insert(1, "| --- | :-: |")
    return lines, tuple(one for row in rows for _, found in row for one in found)


@st.composite
def _html_block(draw: st.DrawFn) -> _Piece:
    kinds = {"html", "bare"}
    parts = [
        part
        for part in draw(_LINES)
        if (isinstance(part, Construct) and part.kind in kinds)
        or (isinstance(part, str) and part not in {"\\*", "&amp;"})
    ]
    text, found = _line(parts)
    shape = draw(
        st.sampled_from(
            [
                "<div>{}</div>",
                "<p>\n{}\n</p>",
                "<ul><li>x</li><li>{}</li></ul>",
                "<table><tr><td>{}</td></tr></table>",
                "<div><div><p>{}<br></div>",
            ]
        )
    )
    return shape.format(text).split("\n"), found


@st.composite
def _code(draw: st.DrawFn) -> _Piece:
    construct = draw(CONSTRUCTS)
    shape = draw(
        st.sampled_from(
            ["```\n{}\n```", "~~~ md\n{}\n\n~~~", "<!-- c -->\n\n    {}", "<pre>\n{}\n</pre>"]
        )
    )
    if shape.startswith("<pre>") and "<" not in construct.source:
        shape = "```\n{}\n```"
    return shape.format(construct.source).split("\n"), ()


def _quoted(piece: _Piece) -> _Piece:
    lines, found = piece
    return [f"> {line}" if line else ">" for line in lines], found


def _lazy_quoted(piece: _Piece) -> _Piece:
    lines, found = piece
    return [f">{' ' if line[:1] in '`~' else '  '}{line}" for line in lines], found


def _listed(piece: _Piece, marker: str) -> _Piece:
    lines, found = piece
    pad = " " * len(marker)
    return [marker + lines[0], *(pad + line if line else "" for line in lines[1:])], found


def _joined(pieces: list[_Piece]) -> _Piece:
    lines: list[str] = []
    found: list[Construct] = []
    for piece_lines, piece_found in pieces:
        if lines:
            lines.append("")
        lines.extend(piece_lines)
        found.extend(piece_found)
    return lines, tuple(found)


_LEAVES = st.one_of(_paragraph(), _heading(), _table(), _html_block(), _code())
_BLOCKS: st.SearchStrategy[_Piece] = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(_joined),
        inner.map(_quoted),
        _paragraph().map(_lazy_quoted),
        st.builds(_listed, inner, st.sampled_from(["- ", "* ", "1. ", "10) ", "+   "])),
    ),
    max_leaves=6,
)

_FRONT_MATTER = st.sampled_from(
    [
        "",
        "---\ntitle: 'A [link](x) in front matter 😀'\n---\n",
        '+++\ntitle = "T"\n+++\n\n',
        '{\n"title": "T"\n}\n',
    ]
)


@st.composite
def posts(draw: st.DrawFn) -> Made:
    """Posts with front matter or not, every construct in every container, any line ends."""
    lines, found = draw(st.lists(_BLOCKS, min_size=1, max_size=4).map(_joined))
    body = "\n".join(lines)
    # What separates lists and code from what follows, so that definitions stay definitions.
    text = draw(_FRONT_MATTER) + body + "\n\n<!-- end -->\n\n" + DEFINITIONS
    ending = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return Made(text.replace("\n", ending), found)
