"""All posts of the sites that a run is about, and what the site rules find in them.

A site is what lies below one settings file. :class:`Site` stands for one run:
it says of which posts entries are needed, takes them in, and asks the rules.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from medlint.index.entries import Claim, Entry, entry_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from medlint.diagnostic import Finding
    from medlint.files import PostFile
    from medlint.index.entries import Kind, Plain
    from medlint.index.store import Store
    from medlint.post import Post
    from medlint.rule import Rule, SiteRule
    from medlint.settings import Resolver

#: How many posts are looked at, of all that share one thing; they come by path.
_MOST_HOLDERS = 200


class Others:
    """The other posts of a post's site, as a rule sees them."""

    def __init__(self, project: _Project, path: bytes) -> None:
        self._project = project
        self._path = path

    def sharing(self, kind: Kind, key: str) -> tuple[Claim, ...]:
        """The facts of other posts with a kind and key, by path; at most some 200."""
        return tuple(
            claim for path, claim in self._project.holders(kind, key) if path != self._path
        )

    def holding(self, kind: Kind, key: str) -> tuple[Claim, ...]:
        """As :meth:`sharing`, the post's own facts included."""
        return tuple(claim for _, claim in self._project.holders(kind, key))

    def counts(self, kind: Kind) -> Mapping[str, tuple[str, int]]:
        """Each key of a kind among all posts: one way it is written, and in how many posts."""
        return self._project.counts(kind)


class Site:
    """The posts of one run among all posts of their sites.

    Attributes:
        wanted: The posts of which an entry is needed: each is to be passed to
            :meth:`learn` before :meth:`findings` is asked for any.
    """

    def __init__(self, projects: Iterable[_Project]) -> None:
        self._projects = tuple(projects)
        self._home = {
            file.real: (project, path)
            for project in self._projects
            for path, file in project.files.items()
        }
        self.wanted: tuple[PostFile, ...] = tuple(
            project.files[path] for project in self._projects for path in project.wanted
        )

    @classmethod
    def for_run(
        cls, files: Sequence[PostFile], resolver: Resolver, folder: str | None
    ) -> Site | None:
        """The site of a run, or ``None`` where no site rule has anything to look at.

        Args:
            files: The posts asked about.
            resolver: The settings.
            folder: The cache folder, or ``None`` to keep everything in memory.
        """
        from medlint.index.listing import projects_of

        asked = [file for file in files if _has_site_rules(file)]
        if not asked:
            return None
        projects = [
            _Project(posts, folder) for posts in projects_of(asked, resolver) if len(posts) > 1
        ]
        return cls(projects) if projects else None

    @classmethod
    def in_memory(cls, files: Mapping[bytes, PostFile]) -> Site:
        """A site of some posts alone."""
        return cls([_Project(files, None)])

    def entry_of(self, post: Post) -> Plain:
        """What is to be known of a post, as plain values; nothing else is needed for it."""
        return entry_of(post).plain()

    def learn(self, file: PostFile, entry: Plain) -> None:
        """Take in what is to be known of a post."""
        project, path = self._home[file.real]
        project.learn(path, Entry.from_plain(entry))

    def findings(
        self, file: PostFile, entry: Plain | None = None
    ) -> tuple[tuple[Rule, Finding | Exception], ...]:
        """What the site rules find in a post; a rule that fails gives its exception.

        Args:
            file: The post.
            entry: What is to be known of a version of it that was not learned,
                such as one on standard input; it is not kept.
        """
        home = self._home.get(file.real)
        if home is None:
            return ()
        project, path = home
        known = project.entry(path) if entry is None else Entry.from_plain(entry)
        if known is None:
            return ()
        return tuple(_compare(_site_rules(file), known, Others(project, path)))

    def close(self) -> None:
        """Keep what was learned, if there is a place for it, and let go of everything."""
        for project in self._projects:
            project.close()


class _Project:
    """The posts below one settings file.

    Attributes:
        files: Every post, by its path relative to the root.
        wanted: The paths of those whose entry is missing or out of date.
    """

    def __init__(self, files: Mapping[bytes, PostFile], folder: str | None) -> None:
        from medlint.index.store import Store

        self.files = dict(files)
        self.wanted = tuple(sorted(self.files))
        self._store: Store = Store(folder)
        self.holders: Callable[[str, str], tuple[tuple[bytes, Claim], ...]]
        self.holders = lru_cache(maxsize=4096)(self._holders)
        self.counts: Callable[[str], dict[str, tuple[str, int]]]
        self.counts = lru_cache(maxsize=16)(self._counts)

    def learn(self, path: bytes, entry: Entry) -> None:
        self._store.put(path, entry)

    def entry(self, path: bytes) -> Entry | None:
        return self._store.get(path)

    def close(self) -> None:
        self._store.close()

    def _holders(self, kind: str, key: str) -> tuple[tuple[bytes, Claim], ...]:
        return tuple(
            (path, Claim(self._shown(path), line, text, language, version, bool(draft)))
            for path, line, text, language, version, draft in self._store.holders(
                kind, key, _MOST_HOLDERS
            )
        )

    def _counts(self, kind: str) -> dict[str, tuple[str, int]]:
        return {key: (text, count) for key, text, count in self._store.counts(kind)}

    def _shown(self, path: bytes) -> str:
        return self.files[path].shown


def _has_site_rules(file: PostFile) -> bool:
    """Whether the settings turn on any site rule for a post."""
    from medlint.registry import rule_infos

    enabled = file.settings.enabled_codes(file.relative)
    return any(info.stage == "site" and info.code in enabled for info in rule_infos())


def _site_rules(file: PostFile) -> tuple[SiteRule, ...]:
    """The site rules that the settings turn on for a post."""
    from medlint.linter import enabled_rules
    from medlint.rule import SiteRule

    rules = enabled_rules(file.settings, file.relative, "site")
    return tuple(rule for rule in rules if isinstance(rule, SiteRule))


def _compare(
    rules: Iterable[SiteRule], entry: Entry, others: Others
) -> Iterator[tuple[Rule, Finding | Exception]]:
    for rule in rules:
        try:
            for finding in rule.compare(entry, others):
                yield rule, finding
        except Exception as error:  # a fault of one rule must leave the others running
            yield rule, error


def path_key(real: str, root: str) -> bytes:
    """The path of a file as the index has it: relative to the root, as bytes."""
    return os.fsencode(os.path.relpath(real, root).replace(os.sep, "/"))
