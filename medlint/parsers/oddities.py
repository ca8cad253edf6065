"""What the two Markdown parsers are known to read differently, as far as the text tells.

Asked before the accelerator reads a post: what holds any of it is left to the
reference. All of it is rare, and most is ruled out by looking for a few
characters. ``docs/decisions/parsers.md`` says more.
"""

from __future__ import annotations

import re

from medlint.patterns import lazy

#: What may stand before a block on its line: the markers of quotes and lists.
MARKERS = r"(?:[ \t>]|[*+-][ \t]|[0-9]{1,9}[.)][ \t])*"

#: How many parentheses may be open in an address; for the reference one more.
_PARENTHESES = 31
#: How many brackets may be open at once, as a parser counts that recurses at each.
_BRACKETS = 29

#: Form feeds and the like, which the parsers do not agree are white space, and other
#: controls, which they do not agree may stand in addresses and tags.
_ODD_CHARACTERS = (
    *map(chr, (*range(1, 9), 11, 12, *range(14, 32), 127)),
    *("\x85", "\u2028", "\u2029"),
)
_NUMBER = lazy(r"&#(?:([0-9]{1,7})|[xX]([0-9a-fA-F]{1,6}));")
#: An address in angle brackets and a title without a space between, which is no link.
_GLUED_TITLE = lazy(r"""\]\([ \t\r\n]*<[^<>\r\n]*>["'(]""")
#: An end tag that goes on on the next line, which pyromark takes for text.
_BROKEN_END_TAG = lazy(r"</[A-Za-z][A-Za-z0-9-]*[ \t]*[\r\n]")
#: A tab after an unquoted value of an attribute, which pyromark takes for part of it.
_TAB_AFTER_VALUE = lazy(r"""<[A-Za-z][^<>]*=[^\s"'=<>`]+\t""")
#: Such a line closes no code for pyromark.
_TAB_AFTER_FENCE = lazy(r"(?:```|~~~) *\t")
#: A label that may be too long for pyromark, for which 1,000 bytes are the most.
_LONG_LABEL = lazy(r"\[[^\[\]]{330,}\]:")
#: A tab among the markers of quotes: the parsers do not agree how wide it is.
_TAB_AT_QUOTE = lazy(r"^ *>(?:[ >*+-]|[0-9]{1,9}[.)])*\t", re.MULTILINE)
#: A marker of a quote indented deep, after a line with one that is not: a quote for the
#: reference.
_INDENTED_QUOTE = lazy(
    rf"^(?=({MARKERS}>))\1[^\n]*\n(?!\1)(?:(?: {{0,3}}>)+ {{5}}| {{4}}| {{0,3}}\t)[ \t]*>",
    re.MULTILINE,
)
_OPEN_PARENTHESES = lazy(rf"(?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*){{{_PARENTHESES}}}")
_BRACKET = lazy(r"[\[\]]")


def has_odd_characters(text: str) -> bool:
    """Whether there is a character in it that the parsers do not take for the same."""
    return any(map(text.__contains__, _ODD_CHARACTERS))


def is_odd(content: str) -> bool:
    """Whether there is something in it that the parsers are known to read differently."""
    return (
        ("&#" in content and _has_odd_number(content))
        or ("](<" in content and _GLUED_TITLE.search(content) is not None)
        or ("</" in content and _BROKEN_END_TAG.search(content) is not None)
        or ("\t" in content and _TAB_AFTER_VALUE.search(content) is not None)
        or ("\t" in content and _TAB_AFTER_FENCE.search(content) is not None)
        or "<![CDATA[" in content
        or ("]:" in content and _LONG_LABEL.search(content) is not None)
        or (content.count("[") > _BRACKETS and _has_deep_brackets(content))
        or (content.count("(") > _PARENTHESES and _OPEN_PARENTHESES.search(content) is not None)
        or (
            ">" in content
            and (
                ("\t" in content and _TAB_AT_QUOTE.search(content) is not None)
                or (
                    ("    >" in content or "\t" in content)
                    and _INDENTED_QUOTE.search(content) is not None
                )
            )
        )
    )


def _has_deep_brackets(content: str) -> bool:
    """Whether brackets are open within each other deeper than the reference reads links."""
    depth = 0
    for match in _BRACKET.finditer(content):
        if match.group() == "[":
            depth += 1
            if depth > _BRACKETS:
                return True
        elif depth:
            depth -= 1
    return False


def _has_odd_number(content: str) -> bool:
    """Whether a character is written as a number that stands for no character.

    The reference leaves such a number as it is in addresses.
    """
    for match in _NUMBER.finditer(content):
        decimal, hexadecimal = match.groups()
        number = int(decimal) if decimal else int(hexadecimal, 16)
        if (
            (number < 32 and number not in {9, 10, 13})
            or 0x7F <= number < 0xA0
            or 0xD800 <= number < 0xE000
            or 0xFDD0 <= number < 0xFDF0
            or number & 0xFFFE == 0xFFFE
            or number > 0x10FFFF
        ):
            return True
    return False
