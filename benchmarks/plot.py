"""A plot of ratios as SVG: how near each case is to its goal."""

from __future__ import annotations

from typing import NamedTuple
from xml.sax.saxutils import escape

_WIDTH, _ROW, _LEFT, _TOP = 860, 30, 400, 40
#: How wide the goal is drawn, and how much wider anything may be, in pixels and times.
_GOAL, _MOST = 260, 1.6


class Bar(NamedTuple):
    """One case.

    Attributes:
        label: What is measured.
        share: The ratio as a share of its goal: at most 1 where the goal is reached.
        text: What stands beside the bar.
    """

    label: str
    share: float
    text: str


def svg(bars: list[Bar], title: str) -> str:
    """The plot: a bar for each case, and a line where the goal is."""
    height = _TOP + _ROW * len(bars) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" role="img" font-family="sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="{_LEFT + _GOAL}" y="24" text-anchor="middle" fill="#444444">goal</text>',
    ]
    for number, bar in enumerate(bars):
        top = _TOP + _ROW * number
        width = max(2, round(_GOAL * min(bar.share, _MOST)))
        colour = "#2a7f62" if bar.share <= 1 else "#b3541e"
        parts += [
            f'<text x="{_LEFT - 10}" y="{top + 17}" text-anchor="end" fill="#222222">'
            f"{escape(bar.label)}</text>",
            f'<rect x="{_LEFT}" y="{top + 3}" width="{width}" height="{_ROW - 10}" '
            f'fill="{colour}"/>',
            f'<text x="{_LEFT + max(width, _GOAL) + 8}" y="{top + 17}" fill="#222222">'
            f"{escape(bar.text)}</text>",
        ]
    bottom = _TOP + _ROW * len(bars)
    x = _LEFT + _GOAL
    parts += [
        f'<line x1="{x}" y1="{_TOP - 8}" x2="{x}" y2="{bottom}" stroke="#444444" '
        'stroke-dasharray="4 3"/>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
