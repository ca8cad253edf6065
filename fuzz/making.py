"""Making inputs: posts out of every construct, then mutated.

All randomness comes from one ``random.Random``, so that a run can be repeated.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

_TOKENS = re.compile(r"\w+|[ \t]+|\r\n|[\s\S]")
#: The longest input that is made, in characters.
LONGEST = 4_000
#: The longest pieces of a post that short inputs are made of, in characters.
_SHORT = (20, 40, 60, 60, 100, 200)

MARKDOWN = (
    *"[]()<>!*_`~#->|:\\&;{}%\"'= \t\n\r+1/.é日😀",
    *("](", "](<", ">)", "![", "[](", "[^1]", "[^1]: ", "[a]: ", "[a][b]", "[a][]", "```", "~~~"),
    *("\n\n", "\n> ", "\n- ", "\n1. ", "\n    ", "\n# ", "\n---\n", "\n===\n", "  \n", "\\\n"),
    *("| a |\n|---|\n", "\n|", "|---|", "\\|", "https://", "https://x.y", "www.", "HTTP://É"),
    *("&amp;", "&#0;", "&#x1F600;", "&nbsp;", "\u200b", "\u202e", "\u2028", "\x85", "\ufeff"),
    *("\0", "\x0b", "\x0c", "\x1b[", "e\u0301", "\u00a0", "\u3000", "👩‍👩‍👧", "ﬁ", "ß", "İ", "ſ"),
    *("{{", "}}", "{%", "%}", "{{<", ">}}", "{% raw %}", "{% endraw %}", "{% highlight %}", "{#"),
    *(":::", "::: note", "$$", "$x$", "[[a]]", "^a^", "==a==", "> [!NOTE]", "- [ ] ", "{.a}"),
    *("import x from 'y'\n", "export const a = 1\n", "<Foo bar={x}>", "</Foo>", "{/* c */}"),
    *("TODO: ", "click here", "See also", "Read more", "?utm_source=x", "•", "Follow me"),
)
HTML = (
    *"<>/='\"&;! \n\ta",
    *(
        "<a href=",
        "</a>",
        "<img src=",
        "<img alt=''",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "<!",
    ),
    *("<li>", "<ul>", "</ul>", "<table>", "<tr>", "<td>", "<p>", "</p>", "<br>", "<br/>", "<div>"),
    *("<script>", "</script>", "<style>", "<pre>", "</pre>", "<code>", "<h2>", "</h2>", "<figure>"),
    *("<textarea>", "<title>", "<iframe src=", "<svg>", "<details>", "<summary>", "<A HREF="),
    *(
        " href='x'",
        " style='display:none'",
        " hidden",
        " aria-label=x",
        " rel=nofollow",
        "<>",
        "</>",
    ),
    *(
        "<a>",
        "<a/>",
        "<a\n",
        "<İ>",
        "<K>",
        "&lt",
        "&#9999999;",
        "&notit;",
        "=x",
        "= =",
        "/>",
        "//>",
    ),
)
FRONT_MATTER = (
    *("---", "...", "+++", "{", "}", "[", "]", "\n", "\r\n", "\r", " ", "  ", "\t", '"', "'", "- "),
    *("title: ", "tags:\n- a\n", "tags: [a, b]\n", "description: ", "canonical_url: ", "date: "),
    *("seo:\n  title: x\n", ": ", ",", "#", " # c", "|", ">-", "|2\n", "|+\n", "&a ", "*a", "!t "),
    *(
        "!!str ",
        "!!int ",
        "!!python/object:os.system ",
        "!!binary ",
        "!!timestamp ",
        "!!set ",
        "<<: *a",
    ),
    *("2017-02-29", "2024-13-45T99:99", "1:30", "yes", "~", "null", "? ", "%YAML 1.1\n", "@", "``"),
    *(
        "\\",
        "''",
        "= ",
        "a = 1\n",
        "[[a]]",
        "[a.b]\n",
        '"""',
        "'''",
        '"a": ',
        "true",
        "1.5",
        ".inf",
    ),
    *(
        "0x1F",
        "0o17",
        "1e999",
        "9" * 30,
        "1_000",
        "-0",
        "\ud800",
        "\u2028",
        "\x85",
        "\ufeff",
        "\x07",
    ),
    *(
        "draft: true\n",
        "published: false\n",
        "slug: ",
        "keyword: ",
        "lang: en\n",
        "image: ",
        "cover:",
    ),
)
SUPPRESSIONS = (
    *(
        "<!-- ",
        " -->",
        "{/* ",
        " */}",
        "{# ",
        " #}",
        "# ",
        "medlint",
        "medlint:",
        "medlint-",
        "MED201",
    ),
    *(
        " disable",
        " enable",
        "-next-line",
        "-line",
        "-file",
        "disable=",
        "=",
        ",",
        " -- ",
        " – ",
        "why",
    ),
    *(
        "generic-anchor",
        "MED2",
        "MED999",
        "ALL",
        "DISABLE",
        "%%",
        "[//]: # (",
        ")",
        "\n",
        "\n\n",
        " ",
    ),
)
SETTINGS = (
    *(
        '= "',
        '"',
        "= [",
        "]",
        "= {",
        "}",
        "\n",
        ", ",
        "[[overrides]]\n",
        "[rules]\n",
        ".",
        "#",
        "'",
    ),
    *(
        "include",
        "exclude",
        "extend-exclude",
        "content",
        "site-url",
        "permalink",
        "target",
        "language",
    ),
    *(
        "drafts",
        "select",
        "ignore",
        "extend-select",
        "per-file-ignores",
        "fail-on",
        "output-format",
    ),
    *(
        "max-file-size",
        "respect-gitignore",
        "force-exclude",
        "baseline",
        "rules",
        "overrides",
        "files",
    ),
    *("rules.generic-anchor.", "phrases", "severity", "maximum", "true", "false", "0", "-1", "nan"),
    *("inf", "1e400", "9" * 40, "2024-01-01", "12:00:00", "**/", "*", "?", "[!a-z]", "[[:alpha:]]"),
    *(
        "../",
        "/etc/passwd",
        "~/x",
        "C:\\\\x",
        "\\\\",
        "!",
        "posts/",
        "*.md",
        "{year}",
        ":year",
        "[slug]",
    ),
    *(
        "https://",
        "ada.dev",
        "\\u0000",
        "\\u202e",
        "\\U0010FFFF",
        '"""',
        "'''",
        "MED2",
        "ALL",
        "warning",
    ),
    *("a" * 50, "**/a/**/b/**/", "a*a*a*a*", "", "en", "de_DE"),
)
JSON = (
    *(
        '{"version": 1, "posts": {',
        "}}",
        '"posts/a.md": [',
        "]",
        "{",
        "}",
        ",",
        ":",
        '"',
        "1",
        "-1",
    ),
    *('{"rule": "MED201", "text": "x", "line": "0"}', '"count": 2', "null", "true", "1e999", "NaN"),
    *("\\ud800", "\\u0000", "[" * 50, "<<<<<<< ", "9" * 30, '"version"', '"posts"', "\n", " ", "é"),
)
BYTES = (
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\x00",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
    ),
    *(
        b"\xf8\x88\x80\x80\x80",
        b"\x80",
        b"\xc3",
        b"\xe2\x82",
        b"\x93\x94",
        b"\r",
        b"\n",
        b"\x1a",
        b"---\n",
    ),
)


def mutate(random: Random, text: str, dictionary: Sequence[str], others: Sequence[str]) -> str:
    """A text with a few changes at the level of characters, tokens or lines.

    Args:
        random: Where all choices come from.
        text: The text.
        dictionary: Tokens that mean something to what is tested.
        others: Texts to take pieces from.
    """
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        change = random.choice(_CHANGES)
        text = change(random, text, dictionary, others)[:LONGEST]
    return text


def part_of(random: Random, text: str) -> str:
    """A piece of a text, from the start of a block or a word, sometimes after front matter."""
    head, end, body = text.partition("\n---\n")
    if not end:
        head, body = "", text
    start = random.randrange(len(body) + 1)
    gap = body.rfind(random.choice(("\n\n", "\n", " ")), 0, start)
    longest = random.choice(_SHORT)
    part = body[gap + 1 : gap + 1 + longest].lstrip("\n")
    return head[:4] + head[4:][-longest:] + end + part if random.randrange(4) == 0 else part


def mutate_bytes(random: Random, data: bytes) -> bytes:
    """Bytes with a few of them changed, taken out or put in."""
    made = bytearray(data[:LONGEST])
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        at = random.randrange(len(made) + 1)
        kind = random.randrange(5)
        if kind == 0 and at < len(made):
            made[at] ^= 1 << random.randrange(8)
        elif kind == 1 and at < len(made):
            made[at] = random.randrange(256)
        elif kind == 2:
            del made[at : at + random.choice((1, 1, 2, 3, 10, 100))]
        elif kind == 3:
            made[at:at] = random.choice(BYTES)
        else:
            end = min(at + random.choice((1, 4, 20)), len(made))
            made[at:at] = made[at:end]
    return bytes(made)


def _insert(random: Random, text: str, dictionary: Sequence[str], _: Sequence[str]) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(dictionary) + text[at:]


def _insert_many(random: Random, text: str, dictionary: Sequence[str], _: Sequence[str]) -> str:
    at = random.randrange(len(text) + 1)
    pieces = "".join(random.choices(dictionary, k=random.choice((2, 3, 5, 9))))
    return text[:at] + pieces + text[at:]


def _repeat(random: Random, text: str, dictionary: Sequence[str], _: Sequence[str]) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(dictionary) * random.choice((2, 3, 7, 40)) + text[at:]


def _character(random: Random, text: str, _: Sequence[str], __: Sequence[str]) -> str:
    at = random.randrange(len(text) + 1)
    new = chr(random.choice((random.randrange(128), random.randrange(0xD800), 0x1F600)))
    return text[:at] + new + text[at + random.randrange(2) :]


def _delete(random: Random, text: str, _: Sequence[str], __: Sequence[str]) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + text[at + random.choice((1, 1, 2, 5, 20, 200)) :]


def _truncate(random: Random, text: str, _: Sequence[str], __: Sequence[str]) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] if random.randrange(2) else text[at:]


def _duplicate(random: Random, text: str, _: Sequence[str], __: Sequence[str]) -> str:
    at = random.randrange(len(text) + 1)
    piece = text[at : at + random.choice((1, 3, 10, 60))]
    to = random.randrange(len(text) + 1)
    return text[:to] + piece + text[to:]


def _splice(random: Random, text: str, _: Sequence[str], others: Sequence[str]) -> str:
    other = random.choice(others)
    start = random.randrange(len(other) + 1)
    piece = other[start : start + random.choice((5, 20, 80, 400))]
    at = random.randrange(len(text) + 1)
    return text[:at] + piece + text[at + random.choice((0, 0, len(piece))) :]


def _swap(random: Random, text: str, dictionary: Sequence[str], _: Sequence[str]) -> str:
    tokens = _TOKENS.findall(text)
    if len(tokens) < 2:
        return text
    one, other = random.randrange(len(tokens)), random.randrange(len(tokens))
    if random.randrange(2):
        tokens[one], tokens[other] = tokens[other], tokens[one]
    else:
        tokens[one] = random.choice(dictionary)
    return "".join(tokens)


def _lines(random: Random, text: str, dictionary: Sequence[str], _: Sequence[str]) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    kind = random.randrange(6)
    if kind == 0:
        lines.insert(random.randrange(len(lines) + 1), lines[at])
    elif kind == 1:
        lines.insert(random.randrange(len(lines)), lines.pop(at))
    elif kind == 2:
        prefix = random.choice(("> ", "  ", "    ", "- ", "1. ", "\t", ">", "# ", "| "))
        end = at + random.choice((1, 1, 3, 10))
        lines[at:end] = [prefix + line for line in lines[at:end]]
    elif kind == 3:
        lines[at] += random.choice(("  ", "\\", "\r", " ", "\t", "|", random.choice(dictionary)))
    elif kind == 4:
        lines[at] = lines[at].strip()
    else:
        return text.replace("\n", random.choice(("\r\n", "\r", "\n\n", "\u2028")))
    return "\n".join(lines)


_CHANGES: tuple[Callable[[Random, str, Sequence[str], Sequence[str]], str], ...] = (
    *(_insert, _insert, _insert_many, _repeat, _character, _delete, _truncate),
    *(_duplicate, _splice, _swap, _swap, _lines, _lines),
)
