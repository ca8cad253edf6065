"""What is known of all posts of a site, for the rules that look at them together.

:func:`~medlint.index.entries.entry_of` says what is to be known of one post,
:class:`Site` holds the entries of all and answers which posts share something.
"""

from __future__ import annotations

from medlint.index.site import Others, Site

__all__ = ["Others", "Site"]
