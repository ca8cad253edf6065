"""medlint: a linter for blog posts kept as Markdown in Git and published on Medium."""

from __future__ import annotations

__version__ = "0.1.0"
