"""Front matter: where it is, what it says, and where each key and value stands.

``python-frontmatter`` decides where the block is and which format it has; the
readers beside this file add the span of every key and value.
"""

from __future__ import annotations

from medlint.front_matter.model import Entry, Format, FrontMatter, Limits, Style, Value, ValueKind
from medlint.front_matter.reading import read

__all__ = ["Entry", "Format", "FrontMatter", "Limits", "Style", "Value", "ValueKind", "read"]
