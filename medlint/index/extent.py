"""How far a site reaches: its files, the state of each, and the settings that count for it."""

from __future__ import annotations

import os

from medlint.digest import digest
from medlint.index.lines import joined
from medlint.index.listing import Listing, list_files
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from medlint.settings import Resolver, Settings

#: The settings that decide which files are posts, and what is known of them.
_COUNTING = (
    *("include", "exclude", "extend_exclude", "content", "respect_gitignore", "index_untracked"),
    *("site_url", "permalink", "language"),
    *("max_front_matter_depth", "max_front_matter_values", "max_nesting"),
)
#: The rules on whose options it depends what is known of a post.
_COUNTING_RULES = frozenset({"MED704"})


class Extent:
    """The files of one site, or of none: then there are but the posts of one run.

    Args:
        root: The folder, absolute.
        find: Lists the files; called when they are first asked for.
        settings: A digest of the settings that entries depend on; empty for no site.
    """

    def __init__(self, root: str, find: Callable[[], Listing], settings: bytes = b"") -> None:
        self.root = root
        self.settings = settings
        self._find = find
        self._listing: Listing | None = None

    @property
    def listing(self) -> Listing:
        """The files that may be posts, each with its state."""
        if self._listing is None:
            self._listing = self._find()
        return self._listing

    @classmethod
    def of(cls, root: str, settings: Settings, resolver: Resolver) -> Extent:
        """The extent of a site.

        Args:
            root: The folder, absolute.
            settings: The settings of the site.
            resolver: All settings.
        """
        return cls(root, list_files(root, settings, resolver), _fingerprint(settings))

    @classmethod
    def alone(cls, folder: str) -> Extent:
        """That of the posts of a run that belong to no site."""
        return cls(folder, lambda: Listing(joined(())))

    def state(self, cwd: str) -> bytes | None:
        """A digest of all that findings depend on, save the files that rules look for.

        ``None`` where nothing tells this state of the posts from the next one.

        Args:
            cwd: The folder where medlint runs.
        """
        if not self.settings or not self.listing.is_settled:
            return None
        # Messages name other posts as they are seen from the folder where medlint runs.
        place = os.fsencode(f"{cwd}\0{self.root}\0")
        return digest(place, self.settings, self.listing.lines)


def _fingerprint(settings: Settings) -> bytes:
    """What the entries of a site depend on besides its posts."""
    from medlint import __version__

    counting = [
        [
            _counting(layer),
            [(patterns, _counting(values)) for patterns, values in layer.get("overrides", ())],
        ]
        for layers in settings.layers
        for layer in layers
    ]
    # Without a settings file the paths that entries are made with depend on the folder.
    folder = "" if settings.has_file else settings.root_path
    return digest(repr((__version__, folder, counting)).encode("utf-8", "surrogatepass"))


def _counting(values: Mapping[str, Any]) -> list[tuple[str, object]]:
    """The settings that count, of those that were given in one place."""
    found: list[tuple[str, object]] = [(name, values[name]) for name in _COUNTING if name in values]
    found += sorted(
        (code, sorted(options.items()))
        for code, options in values.get("rules", {}).items()
        if code in _COUNTING_RULES
    )
    return found
