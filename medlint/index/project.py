"""The posts of one site: which of them a run has to read, and what is known of all."""

from __future__ import annotations

import os
from array import array
from functools import lru_cache
from sys import intern

from medlint.confinement import inside
from medlint.entries import ADDRESSES, Claim, Entry
from medlint.files import post_at, shown_path
from medlint.index.entries import digest_of, entry_of
from medlint.index.listing import between, path_of, real_of
from medlint.index.store import VERSION, Damaged, Store, StoreError, discard, open_store
from medlint.regular import read
from medlint.typed import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from medlint.files import PostFile
    from medlint.index.extent import Extent
    from medlint.index.store import Holder
    from medlint.settings import Resolver

T = TypeVar("T")

#: How many posts are looked at, of all that share one thing; they come by path.
MOST_HOLDERS = 200
#: After so many fingerprints, in bytes, it is found out once which of them several posts have.
_MANY_PRINTS = 4 * 5000
#: Who looks up so many keys will look up the keys of all posts.
_MANY_KEYS = 2000


class Project:
    """One site, or the posts of one run that belong to none.

    Args:
        extent: Its folder, and the files in it.
        asked: The posts that are asked about.
        resolver: The settings.
        folder: The cache folder, or ``None`` to keep everything in memory.

    Attributes:
        wanted: The posts whose entries are missing or out of date, by path.
        problem: Why nothing can be kept in the cache folder, or "".
        looked_for: The files that rules have asked for, each after the folder of its site,
            and whether they are there.
    """

    def __init__(
        self, extent: Extent, asked: Sequence[PostFile], resolver: Resolver, folder: str | None
    ) -> None:
        self._root, self._settings = extent.root, extent.settings
        self._resolver = resolver
        self._asked = {path_of(file.real, self._root): file for file in asked}
        self.looked_for: dict[tuple[str, str], bool] = {}
        self._aliases: dict[str, bytes] = {}
        self._file = None if folder is None else os.path.join(folder, f"site-{VERSION}.sqlite")
        self._asked_prints = 0
        self._common: frozenset[int] | None = None
        self._linked_names: frozenset[str] | None = None
        #: The entry that was asked for last.
        self._asked_last: tuple[bytes, Entry | None] | None = None
        self._asked_keys = 0
        self._shared: frozenset[tuple[str, str]] | None = None
        self._store, problem = open_store(self._file)
        # Git has had time for its answer meanwhile.
        self._listing = extent.listing
        self.problem = self._told(problem)
        self.holders = lru_cache(maxsize=4096)(self._holders)
        self.counts = lru_cache(maxsize=16)(self._counts)
        try:
            self._compare()
        except Damaged:
            self._discard()
            self._compare()

    def path(self, real: str) -> bytes:
        """The path by which the post in a file is known here."""
        return self._aliases.get(real) or path_of(real, self._root)

    def places(self) -> Iterator[tuple[str, bytes]]:
        """The file of each post that is wanted or asked about, and by which path it is known."""
        for path, file in self.wanted.items():
            yield file.real, path
        for path, file in self._asked.items():
            yield file.real, self._aliases.get(file.real, path)

    def relative(self, path: bytes, folder: str) -> str:
        """A post's path relative to a folder, with forward slashes."""
        place = os.path.join(os.path.realpath(self._root), os.fsdecode(path))
        return between(place, os.path.realpath(folder)).replace(os.sep, "/")

    def linked_names(self) -> frozenset[str]:
        """The names in which the addresses end that posts link to."""
        if self._linked_names is None:
            from medlint.page_names import last_name

            self._linked_names = frozenset(
                last_name(key) for key in self.counts("link") if key.startswith("//")
            )
        return self._linked_names

    def shown(self, path: bytes) -> str:
        """A post's path, to show."""
        file = self._asked.get(path)
        if file is not None:
            return file.shown
        return shown_path(real_of(path, self._root), self._resolver.cwd)

    def learn(self, path: bytes, entry: Entry) -> None:
        """Take in the entry of a post."""
        self._store.put(path, entry)
        self._learned = True
        self._forget()

    def entry(self, path: bytes) -> Entry | None:
        """The entry of a post."""
        known = self._asked_last
        if known is None or known[0] != path:
            known = self._asked_last = path, self._safely(lambda store: store.get(path))
        return known[1]

    def exists(self, real: str) -> bool:
        """Whether there is a file, or a folder, below the root.

        Of what lies outside, or where a link leads out, it is not told: that counts as there.
        """
        found = self.looked_for[self._root, real] = inside(self._root).exists(real)
        return found

    def paths(self) -> list[bytes]:
        """The paths of all posts, in order."""
        return self._safely(Store.paths)

    def sharing(
        self, path: bytes, kind: str, key: str, *, learned: bool = True
    ) -> tuple[Claim, ...]:
        """The facts of other posts than one with a kind and key, by path.

        Args:
            path: The one.
            kind: The kind.
            key: The key of a fact of the post itself; of links any key.
            learned: Whether that fact is among those learned.
        """
        shared = self._shared_keys() if learned and kind != "link" else None
        if shared is not None and ("" if kind in ADDRESSES else kind, key) not in shared:
            return ()
        return tuple(claim for claim in self.holders(kind, key) if claim.post != path)

    def holding(self, kind: str, key: str) -> tuple[Claim, ...]:
        """The facts with a kind and key, by path."""
        return self.holders(kind, key)

    def at_address(self, key: str) -> tuple[Claim, ...]:
        """The posts with an address: their own, then those that name it, then former ones."""
        rows = self._safely(lambda store: store.at_address(key, MOST_HOLDERS))
        order = ("url", "canonical", "alias")
        return self._claims(sorted(rows, key=lambda row: order.index(row[-1])))

    def _shared_keys(self) -> frozenset[tuple[str, str]] | None:
        """The kinds and keys that several facts have, once it pays to know them all."""
        self._asked_keys += 1
        if self._shared is None and (self._store.is_new or self._asked_keys > _MANY_KEYS):
            self._shared = self._safely(Store.shared_keys)
        return self._shared

    def printed(self, hashes: bytes, limit: int, *, learned: bool = True) -> dict[int, list[bytes]]:
        """The posts that have some fingerprints, by path; at most ``limit`` for each.

        Args:
            hashes: The fingerprints of a post.
            limit: How many posts are named at most.
            learned: Whether these fingerprints are among those learned. Then
                what only one post has may be left out: it is the post itself.
        """
        numbers: Iterable[int] = array("I", hashes)
        if not learned:
            return self._safely(
                lambda store: {one: store.printed(one, limit, lone=True) for one in numbers}
            )
        self._asked_prints += len(hashes)
        if self._common is None and (self._store.is_new or self._asked_prints > _MANY_PRINTS):
            # Who asks for so many will ask for all, and few of them are in two posts.
            self._common = self._safely(Store.common_prints)
        if self._common is not None:
            numbers = self._common.intersection(numbers)
        return self._safely(
            lambda store: {number: store.printed(number, limit) for number in numbers}
        )

    def close(self) -> None:
        """Keep what was learned, if there is a place for it, and let go of everything."""
        store = self._store
        try:
            unknown = {path for path in self.wanted if not store.has_learned(path)}
            lines = self._listing.settled(unknown)
            if self._learned or store.settings != self._settings or any(store.changed(lines)):
                store.publish(self._settings, lines, self._private)
        except StoreError:
            # Another run has the file, or the disk is full: the next run will learn it again.
            pass
        finally:
            self._store.close()

    def _compare(self) -> None:
        """Find out what has changed since the entries were made."""
        store, listing = self._store, self._listing
        self.wanted: dict[bytes, PostFile] = {}
        self._private: set[bytes] = set()
        self._learned = False
        came, went = store.changed(listing.lines)
        changed, gone = listing.changed(came, went)
        # Then what was a post is one still, as far as other files have a say in it.
        self._same = len(came) == len(went) and not gone
        if store.settings != self._settings:
            store.hide_all()
            changed, self._same = listing.paths(), False
        elif listing.posts is not None and any(map(_is_ignoring, changed | gone)):
            changed, self._same = listing.paths(), False
        self._posts: dict[bytes, PostFile] | None = None
        for path in gone:
            store.hide(path)
        for path in sorted(changed):
            self._look_at(path)
        for path, file in self._asked.items():
            self._look_for(path, file)

    def _look_at(self, path: bytes) -> None:
        """Find out whether the entry of a file that has changed has to be made anew."""
        real = real_of(path, self._root)
        file = self._post_at(path, real)
        if file is not None and self._is_here(file):
            digest = self._store.digest(path)
            if digest is not None and digest == _digest_of(real, file.settings.max_file_size):
                return
            self.wanted[path] = file
        self._store.hide(path)

    def _post_at(self, path: bytes, real: str) -> PostFile | None:
        """The post that a file is, if it is one."""
        find = self._listing.posts
        known = self._same and self._store.digest(path) is not None
        # What was a file may be a link to another post now, or one that leads out.
        if find is None or (known and not os.path.islink(real)):
            is_here = inside(self._root).look(real) not in {"outside", "absent"}
            return post_at(real, self._resolver) if is_here else None
        if self._posts is None:
            self._posts = find()
        return self._posts.get(path)

    def _look_for(self, path: bytes, file: PostFile) -> None:
        """Make sure that a post that is asked about is among the others."""
        if path in self.wanted:
            # By the path that is held anyway: there may be many.
            del self.wanted[path]
            self.wanted[path] = file
        elif self._store.digest(path) is None:
            target = path_of(os.path.realpath(file.real), os.path.realpath(self._root))
            if target in self.wanted or self._store.digest(target) is not None:
                self._aliases[file.real] = target
                return
            self.wanted[path] = file
            self._private.add(path)

    def _is_here(self, file: PostFile) -> bool:
        """Whether no settings file below the root makes a file part of another site."""
        settings = file.settings
        return not settings.has_file or settings.root_path == self._root

    def _forget(self) -> None:
        """Forget what was worked out from the entries."""
        self._asked_last = None
        self._asked_prints = 0
        self._common = None
        self._linked_names = None
        self._asked_keys = 0
        self._shared = None
        self.holders.cache_clear()
        self.counts.cache_clear()

    def _holders(self, kind: str, key: str) -> tuple[Claim, ...]:
        return self._claims(self._safely(lambda store: store.holders(kind, key, MOST_HOLDERS)))

    def _claims(self, rows: Iterable[Holder]) -> tuple[Claim, ...]:
        return tuple(
            # Texts and languages are much alike; how they are read, each would be held anew.
            Claim(path, self.shown(path), line, intern(text), intern(tongue), version, bool(draft))
            for path, line, text, tongue, version, draft, _ in rows
        )

    def _counts(self, kind: str) -> dict[str, tuple[str, int]]:
        rows = self._safely(lambda store: list(store.counts(kind)))
        return {key: (text, count) for key, text, count in rows}

    def _safely(self, ask: Callable[[Store], T]) -> T:
        """What the store answers; where its file is damaged, after making all entries anew."""
        try:
            return ask(self._store)
        except Damaged:
            self._discard()
            self._make_anew()
            return ask(self._store)

    def _discard(self) -> None:
        """Go on with an empty store in place of one that is damaged."""
        self._store.close()
        if self._file is not None:
            try:
                discard(self._file)
            except OSError:
                self._file = None
        self._store, problem = open_store(self._file)
        self.problem = self.problem or self._told(problem)

    def _told(self, problem: str) -> str:
        """What keeps the index from being kept, to tell; "" where nothing does."""
        if not problem:
            return ""
        return (
            f"{self._file} cannot be used ({problem}); what is known of all posts was worked out "
            "for this run alone"
        )

    def _make_anew(self) -> None:
        """Make the entries of all posts, one after the other."""
        from medlint.linter import read_file
        from medlint.post import Post

        self._compare()
        for path, file in self.wanted.items():
            source = read_file(file)
            if source.problem is None:
                settings = file.settings.for_path(file.relative)
                self.learn(path, entry_of(Post(source, settings, file.relative)))


def _is_ignoring(path: bytes) -> bool:
    return path.rpartition(b"/")[2] == b".gitignore"


def _digest_of(file: str, limit: int) -> bytes | None:
    """What the content of a file is known again by, or ``None`` where it cannot be read."""
    try:
        return digest_of(read(file, limit + 1))
    except OSError:
        return None
