"""What no setting changes of how much front matter is read; see also ``Limits``."""

from __future__ import annotations

#: The longest number or date that becomes a Python value, in characters.
MAX_NUMBER = 400

#: The most problems of one kind that are told one by one; the last says how many more there are.
MAX_PROBLEMS = 100
