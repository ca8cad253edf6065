"""The entries of all posts in one SQLite database, in memory or in the cache folder.

What is read from the file stays as it was when the run began, whatever other
runs write meanwhile. What this run learns goes into temporary tables, which
lie over the file's: a row there hides the file's row of the same post. Only
:meth:`Store.publish` writes to the file, in one transaction, and only if no
other run has done so since.

Paths are bytes, relative to the root of the site, with forward slashes: a
file name need not be text.
"""

from __future__ import annotations

import os
import stat
from array import array

from medlint.entries import ADDRESSES, Entry, Fact
from medlint.index.lines import difference
from medlint.index.repeats import repeated
from medlint.typed import TYPE_CHECKING, Any

try:
    # What `sqlite3` is made of, without its conversions of dates, which take longer to import.
    import _sqlite3 as sqlite3
except ImportError:
    import sqlite3  # type: ignore[no-redef]  # the same by its public name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

#: Raised where the file turns out to be damaged, or cannot be read any more.
Damaged = sqlite3.DatabaseError
#: Raised where the file cannot be written.
StoreError = sqlite3.Error

#: Marks the file as medlint's.
_APPLICATION = 0x4D45444C
#: The shape of the tables and the meaning of what is in them: raise it with either.
VERSION = 5
#: What the files are called that SQLite keeps beside it.
_BESIDE = ("-wal", "-shm", "-journal")
#: How long another run may keep the file from being written, in milliseconds.
_PATIENCE = 3000

#: How much of the file, and of what is learned, is held in memory at most, in KiB each.
_MEMORY = 6 * 1024
_LITTLE = 1024

#: The state of all posts is long, so of up to so many lines only what changes is written.
_MOST_CHANGES = 200

_POSTS = """
CREATE TABLE {schema}.posts (
    id INTEGER PRIMARY KEY, path BLOB UNIQUE, digest BLOB,
    language TEXT, version TEXT, draft INTEGER, start INTEGER, end INTEGER, line INTEGER,
    hashes BLOB, passages BLOB
);
"""
_TABLES = """
CREATE TABLE main.facts (
    kind TEXT, key TEXT, path BLOB, start INTEGER, end INTEGER, line INTEGER, text TEXT,
    PRIMARY KEY (kind, key, path, start, end)
) WITHOUT ROWID;
CREATE INDEX main.facts_of_post ON facts (path);
CREATE TABLE main.prints (hash INTEGER, post INTEGER, PRIMARY KEY (hash, post)) WITHOUT ROWID;
CREATE TABLE main.meta (generation INTEGER, settings BLOB, listing BLOB);
CREATE TABLE main.changes (line BLOB PRIMARY KEY, there INTEGER) WITHOUT ROWID;
"""
_TEMPORARY = """
CREATE TABLE temp.facts (
    kind TEXT, key TEXT, path BLOB, start INTEGER, end INTEGER, line INTEGER, text TEXT
);
CREATE TABLE temp.hidden (path BLOB PRIMARY KEY) WITHOUT ROWID;
"""
#: Made when something is looked up: to sort once is faster than to insert in order.
_INDEXES = """
CREATE INDEX temp.facts_by_key ON facts (kind, key, path, start);
CREATE INDEX temp.facts_by_post ON facts (path);
"""
_PRINTS = """
DROP TABLE IF EXISTS temp.prints;
CREATE TABLE temp.prints (hash INTEGER, post INTEGER);
"""
_PRINTS_INDEX = "CREATE INDEX temp.prints_by_hash ON prints (hash, post)"
_HEAD = "language, version, draft, start, end, line"
_SELECTED = """
SELECT f.path, f.line, f.text, p.language, p.version, p.draft, f.kind
FROM main.facts f JOIN main.posts p ON p.path = f.path
WHERE f.kind {kinds} AND f.key = :key AND f.path NOT IN (SELECT path FROM temp.hidden)
UNION ALL
SELECT f.path, f.line, f.text, p.language, p.version, p.draft, f.kind
FROM temp.facts f JOIN temp.posts p ON p.path = f.path
WHERE f.kind {kinds} AND f.key = :key
ORDER BY 1, 2 LIMIT :limit
"""
_HOLDERS = _SELECTED.format(kinds="= :kind")
_AT_ADDRESS = _SELECTED.format(kinds=f"IN {ADDRESSES}")
_COUNTS = """
SELECT key, min(text), count(DISTINCT path) FROM (
    SELECT key, text, path FROM main.facts
    WHERE kind = :kind AND path NOT IN (SELECT path FROM temp.hidden)
    UNION ALL SELECT key, text, path FROM temp.facts WHERE kind = :kind
) GROUP BY key
"""
_SHARED_KEYS = """
SELECT kind, key FROM (
    SELECT kind, key FROM main.facts
    WHERE kind NOT IN ('link', {addresses}) AND path NOT IN (SELECT path FROM temp.hidden)
    UNION ALL SELECT kind, key FROM temp.facts WHERE kind NOT IN ('link', {addresses})
) GROUP BY kind, key HAVING count(*) > 1
"""
_SHARED_ADDRESSES = """
SELECT key FROM (
    SELECT key, path FROM main.facts
    WHERE kind IN ({addresses}) AND path NOT IN (SELECT path FROM temp.hidden)
    UNION ALL SELECT key, path FROM temp.facts WHERE kind IN ({addresses})
) GROUP BY key HAVING count(DISTINCT path) > 1
"""
#: The fingerprints that the file has of posts that have changed or are gone, and the new ones.
_HIDDEN_PRINTS = """
SELECT m.id, m.hashes, t.hashes FROM main.posts m LEFT JOIN temp.posts t ON t.path = m.path
WHERE m.path IN (SELECT path FROM temp.hidden)
"""
#: The fingerprints of what was learned, and those that the file has of the same posts.
_LEARNED_PRINTS = """
SELECT t.id, t.hashes, m.hashes FROM temp.posts t LEFT JOIN main.posts m ON m.path = t.path
"""
_KEEP_POSTS = """
INSERT OR REPLACE INTO main.posts
SELECT m.id, t.path, t.digest, t.language, t.version, t.draft, t.start, t.end, t.line, t.hashes,
    t.passages
FROM temp.posts t LEFT JOIN main.posts m ON m.path = t.path ORDER BY t.path
"""
_PRINTED = """
SELECT p.path FROM main.prints h JOIN main.posts p ON p.id = h.post
WHERE h.hash = :hash AND p.path NOT IN (SELECT path FROM temp.hidden)
UNION ALL
SELECT p.path FROM temp.prints h JOIN temp.posts p ON p.id = h.post WHERE h.hash = :hash
LIMIT :limit
"""
_COMMON = """
SELECT hash FROM (
    SELECT hash FROM main.prints
    WHERE post NOT IN (
        SELECT id FROM main.posts WHERE path IN (SELECT path FROM temp.hidden)
    )
    UNION ALL SELECT hash FROM temp.prints
) GROUP BY hash HAVING count(*) > 1
"""
_PATHS = """
SELECT path FROM main.posts WHERE path NOT IN (SELECT path FROM temp.hidden)
UNION ALL SELECT path FROM temp.posts ORDER BY 1
"""

#: Path, line, text, language, version, whether it is a draft; and the kind of fact.
Holder = tuple[bytes, int, str, str, str, int, str]


class Store:
    """The entries of all posts of one site.

    Args:
        file: The file to keep them in, or ``None`` to keep them in memory.

    Attributes:
        settings: What :meth:`publish` was given for it by the run that wrote
            the file; empty where the file is new.
        is_new: Whether nothing is known but what this run takes in.

    Raises:
        sqlite3.Error: The file cannot be used.
    """

    def __init__(self, file: str | None) -> None:
        self._base = sqlite3.connect(
            ":memory:" if file is None else file,
            isolation_level=None,
            timeout=_PATIENCE / 1000,
            # Progress is told, and runs end, in other threads.
            check_same_thread=False,
        )
        self._on_disk = file is not None
        self._indexed = False
        #: The posts taken in by this run.
        self._learned: set[bytes] = set()
        #: The fingerprints that several of them have.
        self._repeated: frozenset[int] | None = None
        #: Whether those that only one of them has can be looked up, too.
        self._has_lone = False
        #: The lines that it was given for the file, but for those that came and went since.
        self._lines = b""
        self._came: set[bytes] = set()
        self._went: set[bytes] = set()
        try:
            self.settings = self._begin()
        except BaseException:
            self._base.close()
            raise

    def _begin(self) -> bytes:
        execute = self._base.execute
        if self._on_disk:
            # With a log beside the file, readers and a writer do not wait for each other; a run
            # that is killed leaves what was there before it.
            execute("PRAGMA journal_mode = WAL")
            execute("PRAGMA synchronous = NORMAL")
        self._create_if_empty()
        # By the same measure it sorts what is learned, which without a file needs less.
        execute(f"PRAGMA main.cache_size = -{_MEMORY if self._on_disk else _LITTLE}")
        execute(f"PRAGMA temp.cache_size = -{_MEMORY}")
        for statement in _statements(_POSTS.format(schema="temp") + _TEMPORARY):
            execute(statement)
        # From here on the file is seen as it is now.
        execute("BEGIN")
        # A file with the right marks may have other tables, or views and triggers that are
        # made to run for ever: before anything is asked of it, it must be as it was made.
        made = {sql for (sql,) in execute("SELECT sql FROM main.sqlite_master WHERE sql NOT NULL")}
        if made != _MADE:
            raise sqlite3.DatabaseError("not a file of medlint's")
        meta = execute("SELECT generation, settings, listing FROM meta").fetchone()
        if meta is None or tuple(map(type, meta)) != (int, bytes, bytes):
            raise sqlite3.DatabaseError("not a file of medlint's")
        self._generation, settings, self._lines = meta
        self.is_new = execute("SELECT 1 FROM main.posts LIMIT 1").fetchone() is None
        # What is no line of bytes, nobody here has written.
        changes = "SELECT line, there FROM main.changes WHERE typeof(line) = 'blob'"
        for line, there in execute(changes):
            (self._came if there else self._went).add(line)
        found: bytes = settings
        return found

    def changed(self, lines: bytes) -> tuple[set[bytes], set[bytes]]:
        """The lines that came and those that went since the entries were written.

        Args:
            lines: The lines there are now, by :func:`medlint.index.lines.joined`.
        """
        came, went = difference(self._lines, lines)
        return came - self._came | self._went - went, went - self._went | self._came - came

    def _create_if_empty(self) -> None:
        execute = self._base.execute
        marks = execute("PRAGMA application_id").fetchone(), execute("PRAGMA user_version")
        if (marks[0][0], marks[1].fetchone()[0]) == (_APPLICATION, VERSION):
            return
        execute("BEGIN IMMEDIATE")
        if execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            version = execute("PRAGMA user_version").fetchone()[0]
            execute("ROLLBACK")
            if version == VERSION:  # another run has made the tables this very moment
                return
            raise sqlite3.DatabaseError("not a file of medlint's")
        for statement in _statements(_POSTS.format(schema="main") + _TABLES):
            execute(statement)
        execute("INSERT INTO meta VALUES (0, x'', x'')")
        execute(f"PRAGMA application_id = {_APPLICATION}")
        execute(f"PRAGMA user_version = {VERSION}")
        execute("COMMIT")

    def put(self, path: bytes, entry: Entry) -> None:
        """Take in what was learned of a post, in place of what was known of it."""
        self.hide(path)
        self._learned.add(path)
        self._base.execute(
            "INSERT INTO temp.posts VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (path, entry.digest, *entry[:6], entry.hashes, entry.passages),
        )
        self._base.executemany(
            "INSERT INTO temp.facts VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (kind, key, path, start, end, line, text)
                for kind, key, text, start, end, line in entry.facts
            ],
        )

    def hide(self, path: bytes) -> None:
        """Forget what was known of a post."""
        execute = self._base.execute
        self._repeated = None
        if path in self._learned:
            self._learned.remove(path)
            self._make_indexes()
            for table in ("posts", "facts"):
                execute(f"DELETE FROM temp.{table} WHERE path = ?", (path,))
        if not self.is_new:
            execute("INSERT OR IGNORE INTO temp.hidden VALUES (?)", (path,))

    def hide_all(self) -> None:
        """Forget what the file says of any post."""
        self._base.execute("INSERT OR IGNORE INTO temp.hidden SELECT path FROM main.posts")

    def get(self, path: bytes) -> Entry | None:
        """The entry of a post, or ``None`` where there is none."""
        self._make_indexes()
        schema = self._schema(path)
        row = self._base.execute(
            f"SELECT digest, hashes, passages, {_HEAD} FROM {schema}.posts WHERE path = ?", (path,)
        ).fetchone()
        if row is None or (schema == "main" and self._is_hidden(path)):
            return None
        rows = self._base.execute(
            "SELECT kind, key, text, start, end, line "
            f"FROM {schema}.facts WHERE path = ? ORDER BY kind, start, end",
            (path,),
        )
        digest, hashes, passages, language, version, draft, start, end, line = row
        facts = tuple(map(Fact._make, rows))
        return Entry(
            *(language, version, bool(draft), start, end, line, facts),
            digest=digest,
            hashes=hashes,
            passages=passages,
        )

    def digest(self, path: bytes) -> bytes | None:
        """The digest of what a post's entry was made from, or ``None`` where there is none."""
        if self._is_hidden(path):
            return None
        row = self._base.execute("SELECT digest FROM main.posts WHERE path = ?", (path,)).fetchone()
        return None if row is None else bytes(row[0])

    def has_learned(self, path: bytes) -> bool:
        """Whether a post was taken in by this run."""
        return path in self._learned

    def holders(self, kind: str, key: str, limit: int) -> Sequence[Holder]:
        """The posts that have a fact of a kind and key, by path; at most ``limit``."""
        self._make_indexes()
        values = {"kind": kind, "key": key, "limit": limit}
        return self._base.execute(_HOLDERS, values).fetchall()

    def at_address(self, key: str, limit: int) -> Sequence[Holder]:
        """The posts that have an address of any kind with a key, by path; at most ``limit``."""
        self._make_indexes()
        return self._base.execute(_AT_ADDRESS, {"key": key, "limit": limit}).fetchall()

    def counts(self, kind: str) -> Iterable[tuple[str, str, int]]:
        """Each key of a kind, one text that it is written as, and how many posts have it."""
        self._make_indexes()
        rows: Any = self._base.execute(_COUNTS, {"kind": kind})
        yield from rows

    def shared_keys(self) -> frozenset[tuple[str, str]]:
        """Each kind and key but those of links that more than one fact has.

        Addresses stand there without a kind, where more than one post has them as any.
        """
        self._make_indexes()
        kinds = ", ".join(f"'{kind}'" for kind in ADDRESSES)
        found: list[tuple[str, str]] = []
        found += self._base.execute(_SHARED_KEYS.format(addresses=kinds))
        for (key,) in self._base.execute(_SHARED_ADDRESSES.format(addresses=kinds)):
            found.append(("", key))
        return frozenset(found)

    def printed(self, number: int, limit: int, *, lone: bool = False) -> list[bytes]:
        """The posts that have a fingerprint, by path; at most ``limit`` of them.

        Args:
            number: The fingerprint.
            limit: How many posts are named at most.
            lone: Whether one that only one post has must be found; else it
                may be left out.
        """
        self._make_prints(lone=lone)
        rows = self._base.execute(_PRINTED, {"hash": number, "limit": limit})
        return sorted(path for (path,) in rows)

    def common_prints(self) -> frozenset[int]:
        """The fingerprints that several posts have."""
        repeated = self._make_prints()
        if self.is_new:
            return repeated
        return frozenset(number for (number,) in self._base.execute(_COMMON))

    def paths(self) -> list[bytes]:
        """The paths of all posts, in order."""
        return [path for (path,) in self._base.execute(_PATHS)]

    def publish(self, settings: bytes, lines: bytes, private: Collection[bytes]) -> None:
        """Write what was learned to the file, unless another run has done so meanwhile.

        Args:
            settings: What the entries depend on besides the posts.
            lines: The state of the posts that the entries are of, a line for each.
            private: The posts that are not to be written.

        Raises:
            sqlite3.Error: It cannot be written; what was there still is.
        """
        if not self._on_disk:
            return
        execute = self._base.execute
        for path in private:
            self.hide(path)
        execute("COMMIT")
        execute("BEGIN IMMEDIATE")
        try:
            if execute("SELECT generation FROM meta").fetchone()[0] == self._generation:
                self._write()
                self._write_lines(settings, lines)
            execute("COMMIT")
        except BaseException:
            execute("ROLLBACK")
            raise

    def _write(self) -> None:
        """Write what was learned.

        A post that has changed keeps its number and the fingerprints that it still has: each
        of them lies on another page of the file.
        """
        execute = self._base.execute
        hidden = "SELECT path FROM temp.hidden"
        self._base.executemany(
            "DELETE FROM main.prints WHERE hash = ? AND post = ?",
            (
                (number, post)
                for post, before, now in execute(_HIDDEN_PRINTS).fetchall()
                for number in _without(before, now)
            ),
        )
        self._repeated = None
        self._fill_prints(_LEARNED_PRINTS, _without)
        execute(f"DELETE FROM main.facts WHERE path IN ({hidden})")
        execute(
            f"DELETE FROM main.posts WHERE path IN ({hidden}) "
            "AND path NOT IN (SELECT path FROM temp.posts)"
        )
        execute(_KEEP_POSTS)
        execute(
            "INSERT OR IGNORE INTO main.facts SELECT * FROM temp.facts "
            "ORDER BY kind, key, path, start, end"
        )
        execute(
            "INSERT INTO main.prints SELECT h.hash, m.id FROM temp.prints h "
            "JOIN temp.posts p ON p.id = h.post JOIN main.posts m ON m.path = p.path "
            "ORDER BY h.hash, m.id"
        )

    def _write_lines(self, settings: bytes, lines: bytes) -> None:
        """Write the state of the posts: what has changed of it, as long as that is little."""
        execute = self._base.execute
        execute("UPDATE meta SET generation = generation + 1, settings = ?", (settings,))
        execute("DELETE FROM changes")
        came, went = difference(self._lines, lines)
        if len(came) + len(went) > _MOST_CHANGES:
            execute("UPDATE meta SET listing = ?", (lines,))
            return
        changes = [*((line, 1) for line in came), *((line, 0) for line in went)]
        self._base.executemany("INSERT INTO changes VALUES (?, ?)", changes)

    def _make_prints(self, *, lone: bool = False) -> frozenset[int]:
        """See to it that fingerprints can be looked up.

        Where all posts were learned in this run, only those that several of them
        have are looked up for these, and they are few. Returns them; else none.

        Args:
            lone: Whether those that only one post has are looked up, too.
        """
        if self._repeated is None:
            self._repeated = frozenset()
            if self.is_new:
                self._repeated = repeated(self._all_hashes)
            self._has_lone = lone or not self.is_new
        elif self._has_lone or not lone:
            return self._repeated
        else:
            self._has_lone = True
        wanted = None if self._has_lone else self._repeated
        self._fill_prints(
            "SELECT id, hashes FROM temp.posts",
            lambda hashes: _chosen(array("I", hashes), wanted),
        )
        self._base.execute(_PRINTS_INDEX)
        return self._repeated

    def _all_hashes(self) -> Iterator[bytes]:
        for (hashes,) in self._base.execute("SELECT hashes FROM temp.posts"):
            yield hashes

    def _fill_prints(self, posts: str, choose: Callable[..., Iterable[int]]) -> None:
        """Make a table of the fingerprints of posts that were learned.

        Args:
            posts: Asks for the number of each post, and for what they are chosen from.
            choose: Chooses them.
        """
        for statement in _statements(_PRINTS):
            self._base.execute(statement)
        self._base.executemany(
            "INSERT INTO temp.prints VALUES (?, ?)",
            (
                (number, post)
                for post, *hashes in self._base.execute(posts)
                for number in choose(*hashes)
            ),
        )

    def _make_indexes(self) -> None:
        """See to it that what was learned can be looked up."""
        if not self._indexed:
            self._indexed = True
            for statement in _statements(_INDEXES):
                self._base.execute(statement)

    def close(self) -> None:
        """Let go of the database."""
        self._base.close()

    def _schema(self, path: bytes) -> str:
        return "temp" if self.has_learned(path) else "main"

    def _is_hidden(self, path: bytes) -> bool:
        found = self._base.execute("SELECT 1 FROM temp.hidden WHERE path = ?", (path,))
        return found.fetchone() is not None


def open_store(file: str | None) -> tuple[Store, str]:
    """The store in a file, or one in memory where that cannot be; then also why.

    A file that is damaged, of another make or of another version is made anew.
    """
    if file is None:
        return Store(None), ""
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        if _is_obstructed(file):
            discard(file)
        try:
            return Store(file), ""
        except sqlite3.OperationalError as error:
            # Locked, or no permission: nothing says that the file is bad.
            if not _is_wrong_shape(error):
                raise
        except sqlite3.DatabaseError:
            pass
        discard(file)
        return Store(file), ""
    except OSError as error:
        return Store(None), error.strerror or str(error)
    except sqlite3.Error as error:
        return Store(None), str(error)


def _is_obstructed(file: str) -> bool:
    """Whether something that is no file lies where SQLite keeps files beside this one.

    It would wait for a pipe there without end.
    """
    for ending in _BESIDE:
        try:
            if not stat.S_ISREG(os.lstat(file + ending).st_mode):
                return True
        except FileNotFoundError:
            continue
    return False


def discard(file: str) -> None:
    """Remove the file of a store.

    Raises:
        OSError: It cannot be removed.
    """
    for ending in ("", *_BESIDE):
        try:
            os.unlink(file + ending)
        except FileNotFoundError:
            continue


def _chosen(numbers: array[int], wanted: frozenset[int] | None) -> Iterable[int]:
    return numbers if wanted is None else wanted.intersection(numbers)


def _without(hashes: bytes, others: bytes | None) -> set[int]:
    """The fingerprints that are not among others."""
    return set(array("I", hashes)).difference(array("I", others or b""))


def _is_wrong_shape(error: sqlite3.OperationalError) -> bool:
    return str(error).startswith(("no such table", "no such column"))


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, which `executescript` would end a transaction for."""
    for statement in script.split(";"):
        if statement.strip():
            yield statement


#: What SQLite notes of how the tables and indexes of a file were made.
_MADE = frozenset(
    statement.strip().replace(" main.", " ")
    for statement in _statements(_POSTS.format(schema="main") + _TABLES)
)
