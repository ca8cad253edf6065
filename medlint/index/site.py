"""All posts of the sites that a run is about, and what the site rules find in them.

A site is what lies below one settings file, or in one Git repository where
there is none. :class:`Site` stands for one run: it says of which posts
entries are needed, takes them in, and asks the rules.
"""

from __future__ import annotations

import os
from functools import lru_cache

from medlint.digest import digest
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from medlint.diagnostic import Finding
    from medlint.entries import Claim, Entry, Kind, Plain
    from medlint.files import PostFile
    from medlint.index.extent import Extent
    from medlint.index.project import Project
    from medlint.post import Post
    from medlint.rule import Rule, SiteRule
    from medlint.settings import Resolver, Settings


class Others:
    """The other posts of a post's site, as a rule sees them.

    Attributes:
        settings: The settings for the post.
    """

    def __init__(
        self, project: Project, path: bytes, settings: Settings, *, learned: bool = True
    ) -> None:
        """Take the posts of a project as the others of one.

        Args:
            project: All posts.
            path: The path of the one, relative to the root of the site.
            settings: The settings for it.
            learned: Whether the project knows of it what the rules compare,
                and not of another version of it.
        """
        self._project = project
        self._path = path
        self._learned = learned
        self.settings = settings

    @property
    def path(self) -> bytes:
        """The path of the post itself, relative to the root of the site."""
        return self._path

    @property
    def relative(self) -> str:
        """The path of the post itself, relative to the settings' folder."""
        return self._project.relative(self._path, self.settings.root_path)

    def links_end_in(self, name: str) -> bool:
        """Whether a link of any post leads to an address that ends in a post's name.

        Args:
            name: The name as :func:`medlint.index.keys.page_name` gives it.
        """
        return name in self._project.linked_names()

    def sharing(self, kind: Kind, key: str) -> tuple[Claim, ...]:
        """The facts of other posts with a kind and key, by path; at most some 200.

        Args:
            kind: The kind; any where the key is that of an address.
            key: The key of a fact of the post itself, of this kind or of an
                address; links alone are found by any key.
        """
        return self._project.sharing(self._path, kind, key, learned=self._learned)

    def holding(self, kind: Kind, key: str) -> tuple[Claim, ...]:
        """As :meth:`sharing`, the post's own facts included."""
        return self._project.holding(kind, key)

    def at_address(self, key: str) -> tuple[Claim, ...]:
        """The posts with an address: their own, then those that name it, then former ones."""
        return self._project.at_address(key)

    def named(self, address: str) -> tuple[Claim, ...]:
        """The posts whose file, slug or title is called like the last part of an address."""
        from medlint.page_names import page_name

        return self._project.holding("name", page_name(address))

    def at(self, path: str) -> bytes:
        """The post, as the index names it, that a file would be.

        Args:
            path: Its path relative to the settings' folder.
        """
        return self._project.path(os.path.join(self.settings.root_path, path))

    def exists(self, path: str) -> bool:
        """Whether there is a file or folder, of whatever sort; only below the root of the site.

        Args:
            path: Its path relative to the settings' folder.
        """
        return self._project.exists(os.path.join(self.settings.root_path, path))

    def counts(self, kind: Kind) -> Mapping[str, tuple[str, int]]:
        """Each key of a kind among all posts: one way it is written, and in how many posts."""
        return self._project.counts(kind)

    def printed(self, hashes: bytes, limit: int) -> dict[int, tuple[bytes, ...]]:
        """The other posts that have the post's fingerprints, by path.

        Args:
            hashes: The fingerprints, as the entry of the post has them.
            limit: How many posts are named at most for each of them.

        Returns:
            The posts, by fingerprint; those that no other post has are left out.
        """
        printed: dict[int, tuple[bytes, ...]] = {}
        found = self._project.printed(hashes, limit + 1, learned=self._learned)
        for number, paths in found.items():
            others = tuple(path for path in paths if path != self._path)[:limit]
            if others:
                printed[number] = others
        return printed

    def entry(self, path: bytes) -> Entry | None:
        """What is known of another post."""
        return self._project.entry(path)

    def shown(self, path: bytes) -> str:
        """The path of another post, to show."""
        return self._project.shown(path)


class Part(NamedTuple):
    """Those posts of a run that are of one site.

    Attributes:
        extent: The site.
        asked: The posts.
        folder: The cache folder, or ``None`` to keep everything in memory.
    """

    extent: Extent
    asked: Sequence[PostFile]
    folder: str | None = None


class Site:
    """The posts of one run among all posts of their sites.

    What is kept of them is read only when it is asked for: a run that has all
    findings from a former one needs to know nothing but :attr:`state`.

    Args:
        parts: The posts of the run, by site.
        resolver: The settings.

    Attributes:
        problem: Why nothing can be kept in the cache folder, or ""; not known
            before :attr:`wanted` is.
    """

    def __init__(self, parts: Sequence[Part], resolver: Resolver) -> None:
        self._parts = parts
        self._resolver = resolver
        self._projects: list[Project] = []
        self._home: dict[str, tuple[Project, bytes]] = {}
        self._wanted: tuple[PostFile, ...] | None = None
        self._state: bytes | None = None
        self.problem = ""

    @property
    def wanted(self) -> tuple[PostFile, ...]:
        """The posts of which an entry is needed.

        Each that can be read is to be passed to :meth:`learn` before
        :meth:`findings` is asked for any.
        """
        if self._wanted is None:
            self._wanted = tuple(self._compare())
        return self._wanted

    def _home_of(self, file: PostFile) -> tuple[Project, bytes] | None:
        """Where a post belongs, and by which path; ``None`` for one of no site."""
        if self._wanted is None:
            self._wanted = tuple(self._compare())
        return self._home.get(file.real)

    def _compare(self) -> Iterator[PostFile]:
        """Find out which posts are not known as they are now."""
        try:
            from medlint.index.project import Project
        except ImportError as error:  # Python can be built without SQLite
            self.problem = str(error)
            self._parts, self._state = (), None
            return
        for extent, asked, folder in self._parts:
            project = Project(extent, asked, self._resolver, folder)
            self._projects.append(project)
            self.problem = self.problem or project.problem
            for real, path in project.places():
                self._home[real] = project, path
            yield from project.wanted.values()

    @classmethod
    def for_run(
        cls,
        files: Sequence[PostFile],
        resolver: Resolver,
        folder: Callable[[str], str | None],
        *,
        always: bool = False,
    ) -> Site | None:
        """The site of a run, or ``None`` where no site rule has anything to look at.

        Args:
            files: The posts asked about.
            resolver: The settings.
            folder: Gives the cache folder of the project in a folder, or ``None`` to keep
                everything in memory.
            always: Whether the posts are to be known even where no rule asks for it.
        """
        asked: dict[str, list[PostFile]] = {}
        for file in files:
            if file.place is not None and (always or _has_site_rules(file)):
                asked.setdefault(_root_of(file), []).append(file)
        loose = asked.get("", ())
        if not any(asked) and len(loose) < (1 if always else 2):
            return None
        from medlint.index.extent import Extent

        return cls(
            [
                Part(Extent.of(root, resolver.for_file(here[0].real), resolver), here, folder(root))
                if root
                else Part(Extent.alone(resolver.cwd), here)
                for root, here in sorted(asked.items())
            ],
            resolver,
        )

    @classmethod
    def of(cls, files: Sequence[PostFile]) -> Site:
        """The site that some posts and no others make up; nothing is kept of it."""
        from medlint.index.extent import Extent
        from medlint.settings import Resolver

        resolver = Resolver(os.curdir, isolated=True)
        return cls([Part(Extent.alone(resolver.cwd), files)], resolver)

    def entry_of(self, post: Post) -> Plain:
        """What is to be known of a post, as plain values; nothing else is needed for it."""
        from medlint.index.entries import entry_of

        return entry_of(post).plain()

    def learn(self, file: PostFile, entry: Plain) -> None:
        """Take in what is to be known of a post."""
        from medlint.entries import Entry

        home = self._home_of(file)
        assert home is not None
        project, path = home
        project.learn(path, Entry.from_plain(entry))

    def entry(self, file: PostFile) -> Entry | None:
        """What is known of a post, or ``None`` where it could not be read."""
        home = self._home_of(file)
        return None if home is None else home[0].entry(home[1])

    def is_draft(self, file: PostFile) -> bool:
        """Whether a post is known to be a draft."""
        entry = self.entry(file)
        return entry is not None and entry.draft

    def findings(
        self, file: PostFile, entry: Plain | None = None
    ) -> tuple[tuple[Rule, Finding | Exception], ...]:
        """What the site rules find in a post; a rule that fails gives its exception.

        Args:
            file: The post.
            entry: What is to be known of a version of it that was not learned,
                such as one on standard input; it is not kept.
        """
        home = self._home_of(file)
        if home is None:
            return ()
        from medlint.entries import Entry

        project, path = home
        known = project.entry(path) if entry is None else Entry.from_plain(entry)
        if known is None:
            return ()
        others = Others(project, path, file.settings, learned=entry is None)
        return tuple(_compare(_site_rules(file), known, others))

    @property
    def state(self) -> bytes | None:
        """A digest of all that findings depend on, save the files in :attr:`looked_for`.

        ``None`` where the same findings cannot be told to be found again.
        """
        if self._state is None:
            states = [part.extent.state(self._resolver.cwd) for part in self._parts]
            known = [state for state in states if state is not None]
            self._state = digest(*known) if known and len(known) == len(states) else None
        return self._state

    @property
    def looked_for(self) -> dict[tuple[str, str], bool]:
        """The files that rules have asked for: whether they are there.

        By the folder of the site and the absolute path.
        """
        return {where: there for one in self._projects for where, there in one.looked_for.items()}

    def close(self) -> None:
        """Keep what was learned, if there is a place for it, and let go of everything."""
        for project in self._projects:
            project.close()


def _root_of(file: PostFile) -> str:
    """The folder of the site that a post belongs to, or "" where it belongs to none."""
    if file.settings.has_file:
        return file.settings.root_path
    from medlint.files import repository_of

    return repository_of(os.path.dirname(file.real)) or ""


def _has_site_rules(file: PostFile) -> bool:
    """Whether the settings turn on any site rule for a post."""
    return not _site_codes().isdisjoint(file.settings.enabled_codes(file.relative))


@lru_cache(maxsize=1)
def _site_codes() -> frozenset[str]:
    from medlint.registry import rule_infos

    return frozenset(info.code for info in rule_infos() if info.stage == "site")


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
