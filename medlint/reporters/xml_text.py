"""Text inside XML, safe whatever it holds."""

from __future__ import annotations

import re

from medlint.terminal import printable

#: The two characters that XML forbids and :func:`printable` lets pass.
_NONCHARACTERS = re.compile("[\ufffe\uffff]")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})


def attribute(text: str) -> str:
    r"""The text for an attribute or an element, in ASCII.

    Control characters, which XML cannot hold at all, are shown as ``\x1b``.
    """
    text = printable(text).translate(_MARKUP)
    # Two `#` begin a command in the logs of GitHub Actions and Azure Pipelines.
    text = text.replace("##", "#&#35;")
    if text.isascii():
        return text
    text = _NONCHARACTERS.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def element(name: str, /, **attributes: str | int) -> str:
    """What stands between ``<`` and ``>`` of an element: its name and attributes."""
    return name + "".join(f' {key}="{attribute(str(value))}"' for key, value in attributes.items())
