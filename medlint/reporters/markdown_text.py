"""Text inside Markdown that is shown as it stands and does nothing."""

from __future__ import annotations

import re

from medlint.terminal import escape

#: What Markdown and HTML give a meaning to inside a line or a table.
_ACTIVE = re.compile(r"[\\`*_\[\]<>&|~]")

#: Where GitHub and GitLab make a link, a mention, an emoji or a reference of plain text,
#: even of escaped text: behind each match a zero-width space breaks it.
_LINKED = re.compile(
    r"@"  # @name, and name@host
    r"|[#!$^~&](?=\w)"  # #12 !12 $12 ^alert ~label &12
    r"|%(?![0-9a-f]{2})(?=\w)"  # %milestone, but not %20
    r"|:(?=//|[\w+-]{1,40}:)"  # https:// :emoji:
    r"|www(?=\.)"
    r"|\bGH(?=-\d)",
    re.IGNORECASE,
)
_BREAK = "\u200b"


def inline(text: str) -> str:
    """The text for a paragraph or a cell of a table, on one line."""
    text = _LINKED.sub(rf"\g<0>{_BREAK}", escape(text))
    return _ACTIVE.sub(r"\\\g<0>", text)


def code(text: str) -> str:
    """The text as code; inside a table, where a bar ends a cell, it may have no bars."""
    text = escape(text)
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{fence}{pad}{text}{pad}{fence}"
