"""The entries of all posts in one SQLite database, in memory or in the cache folder.

What is read from the file stays as it was when the run began, whatever other
runs write meanwhile. What this run learns goes into temporary tables, which
lie over the file's: a row there hides the file's row of the same post. Only
:meth:`Store.publish` writes to the file, in one transaction.

Paths are bytes, relative to the root of the site, with forward slashes: a
file name need not be text.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from medlint.index.entries import Entry, Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_POSTS = """
CREATE TABLE {schema}posts (
    path BLOB PRIMARY KEY, language TEXT, version TEXT, draft INTEGER,
    start INTEGER, end INTEGER, line INTEGER, prints BLOB
) WITHOUT ROWID;
CREATE TABLE {schema}facts (
    kind TEXT, key TEXT, path BLOB, start INTEGER, end INTEGER, line INTEGER, text TEXT,
    PRIMARY KEY (kind, key, path, start, end)
) WITHOUT ROWID;
CREATE INDEX {schema}facts_of_post ON facts (path);
"""
_TEMPORARY = "CREATE TEMP TABLE hidden (path BLOB PRIMARY KEY) WITHOUT ROWID;"
_HOLDERS = """
SELECT f.path, f.line, f.text, p.language, p.version, p.draft
FROM main.facts f JOIN main.posts p ON p.path = f.path
WHERE f.kind = :kind AND f.key = :key AND f.path NOT IN (SELECT path FROM temp.hidden)
UNION ALL
SELECT f.path, f.line, f.text, p.language, p.version, p.draft
FROM temp.facts f JOIN temp.posts p ON p.path = f.path
WHERE f.kind = :kind AND f.key = :key
ORDER BY 1, 2 LIMIT :limit
"""
_COUNTS = """
SELECT key, min(text), count(DISTINCT path) FROM (
    SELECT key, text, path FROM main.facts
    WHERE kind = :kind AND path NOT IN (SELECT path FROM temp.hidden)
    UNION ALL SELECT key, text, path FROM temp.facts WHERE kind = :kind
) GROUP BY key
"""

#: Path, line, text, language, version, whether it is a draft.
Holder = tuple[bytes, int, str, str, str, int]


class Store:
    """The entries of all posts of one site.

    Attributes:
        folder: The cache folder, or ``None``.
    """

    def __init__(self, folder: str | None) -> None:
        self.folder = folder
        self._base = sqlite3.connect(":memory:", isolation_level=None)
        for schema in ("main.", "temp."):
            self._base.executescript(_POSTS.format(schema=schema))
        self._base.executescript(_TEMPORARY)

    def put(self, path: bytes, entry: Entry) -> None:
        """Take in what was learned of a post, in place of what was known of it."""
        self.hide(path)
        self._base.execute(
            "INSERT INTO temp.posts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (path, *entry[:6], entry.prints),
        )
        self._base.executemany(
            "INSERT OR IGNORE INTO temp.facts VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (fact.kind, fact.key, path, fact.start, fact.end, fact.line, fact.text)
                for fact in entry.facts
            ),
        )

    def hide(self, path: bytes) -> None:
        """Forget what was known of a post."""
        for table in ("posts", "facts"):
            self._base.execute(f"DELETE FROM temp.{table} WHERE path = ?", (path,))
        self._base.execute("INSERT OR IGNORE INTO temp.hidden VALUES (?)", (path,))

    def get(self, path: bytes) -> Entry | None:
        """The entry of a post, or ``None`` where there is none."""
        for schema in ("temp", "main"):
            row = self._base.execute(
                "SELECT language, version, draft, start, end, line, prints "
                f"FROM {schema}.posts WHERE path = ?",
                (path,),
            ).fetchone()
            if row is not None:
                rows = self._base.execute(
                    "SELECT kind, key, text, start, end, line "
                    f"FROM {schema}.facts WHERE path = ? ORDER BY kind, start, end",
                    (path,),
                )
                language, version, draft, start, end, line, prints = row
                facts = tuple(map(Fact._make, rows))
                return Entry(language, version, bool(draft), start, end, line, facts, prints)
            if self._is_hidden(path):
                return None
        return None

    def holders(self, kind: str, key: str, limit: int) -> Sequence[Holder]:
        """The posts that have a fact of a kind and key, by path; at most ``limit``."""
        return self._base.execute(_HOLDERS, {"kind": kind, "key": key, "limit": limit}).fetchall()

    def counts(self, kind: str) -> Iterable[tuple[str, str, int]]:
        """Each key of a kind, one text that it is written as, and how many posts have it."""
        rows: Any = self._base.execute(_COUNTS, {"kind": kind})
        yield from rows

    def close(self) -> None:
        """Let go of the database."""
        self._base.close()

    def _is_hidden(self, path: bytes) -> bool:
        found = self._base.execute("SELECT 1 FROM temp.hidden WHERE path = ?", (path,))
        return found.fetchone() is not None
