"""How much front matter is read, so that hostile input costs little."""

from __future__ import annotations

#: The deepest nesting of lists and mappings that is read.
MAX_DEPTH = 100

#: The most values that are read; a YAML alias counts with all it stands for.
MAX_NODES = 20_000

#: The longest number or date that becomes a Python value, in characters.
MAX_NUMBER = 400

#: The most problems of one kind that are told one by one; the last says how many more there are.
MAX_PROBLEMS = 100
