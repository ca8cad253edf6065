"""Results of posts remembered from former runs: by what key, and whether they still hold."""

from __future__ import annotations

import os
from marshal import dumps, loads

from medlint.digest import digest
from medlint.identity import identity
from medlint.jobs import Condition, Outcome
from medlint.packing import SHAPE
from medlint.settings.table import SETTINGS
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from medlint.cache import Cache
    from medlint.files import PostFile
    from medlint.settings import Settings
    from medlint.unchanged import Unchanged

#: The settings that say which posts are linted and what becomes of what is found, and
#: not what is found. All others count, those to come included.
_NO_MATTER = frozenset(
    {
        *("include", "exclude", "extend_exclude", "content", "respect_gitignore"),
        *("force_exclude", "output_format", "fail_on", "baseline"),
        # What these come to is in the codes of the rules that are on.
        *("select", "ignore", "extend_select", "per_file_ignores"),
        # These have no value of their own.
        *("rules", "overrides"),
    }
)

#: Fewer posts than this are looked up by their content as quickly.
_MANY = 20


class Remembered:
    """Results by what they depend on.

    Args:
        cache: Where they are kept.
        runs: Where it is kept what runs over many posts have found as a whole.
        files: The posts of this run.
        with_site: Whether rules over all posts are run beside the others, so
            that it is known which comments of the post silence nothing.
    """

    def __init__(
        self, cache: Cache, runs: Cache, files: Sequence[PostFile], *, with_site: bool
    ) -> None:
        self._cache = cache
        self._runs = runs
        self._whole = cache if len(files) < _MANY else runs
        self._files = files
        self._about_run = b"%d %d %s" % (SHAPE, with_site, identity())
        self._about_settings: dict[tuple[int, frozenset[str]], bytes] = {}
        self._key_of_run: bytes | None = None
        self._unchanged: Unchanged | None = None

    def recall(self) -> list[Outcome | None]:
        """What was found in each post when its file was last in the state that it is in now.

        Empty where the posts are so few that it is as well to :meth:`find` each of them.
        """
        if len(self._files) < _MANY:
            return []
        from medlint.unchanged import Unchanged

        self._unchanged = Unchanged(self._files, self._runs.get(self._run_key()))
        found: list[Outcome | None] = []
        for file, known in zip(self._files, self._unchanged.known, strict=True):
            if known is None or not _holds(file, known[2], known[3]):
                found.append(None)
            else:
                _, content, day, asked, packed = known
                found.append(Outcome(packed, content, None, Condition(day, asked)))
        return found

    def find(self, file: PostFile, content: bytes) -> Outcome | None:
        """What was found in a post when it was as it is now; ``None`` if unknown.

        Args:
            file: The post.
            content: A digest of the file.
        """
        value = self._cache.get(self._key(file, content))
        if value is None:
            return None
        day, asked, found = loads(value)
        if not _holds(file, day, asked):
            return None
        return Outcome(found, content, None, Condition(day, asked))

    def keep(self, file: PostFile, outcome: Outcome) -> None:
        """Keep what was found in a post, if it would be found again."""
        if outcome.condition is not None:
            day, asked = outcome.condition
            key = self._key(file, outcome.content)
            self._cache.put(key, dumps((day, asked, outcome.found)))

    def note(self, number: int, outcome: Outcome) -> None:
        """Take note of what is known of a post in the end, for :meth:`recall` in runs to come.

        Args:
            number: Its number among the posts of this run, from 0 on.
            outcome: What was found, now or by :meth:`find`.
        """
        if self._unchanged is not None:
            self._unchanged.note(number, outcome)

    def site_key(self, state: bytes, contents: Iterable[bytes]) -> bytes:
        """The key of what the rules over all posts find in those of this run.

        Args:
            state: A digest of the state of all posts.
            contents: A digest of the content of each post of this run.
        """
        return digest(state, self._run_key(), *contents)

    def find_site(self, key: bytes) -> dict[int, bytes] | None:
        """What is kept of the rules over all posts, as it was given to :meth:`keep_site`.

        ``None`` where nothing is, or a file that they looked for has come or gone.
        """
        value = self._whole.get(key)
        if value is None:
            return None
        looked_for, found = loads(value)
        if looked_for:
            from medlint.confinement import inside

            for (root, real), there in looked_for.items():
                if inside(root).exists(real) != there:
                    return None
        changed: dict[int, bytes] = found
        return changed

    def keep_site(
        self, key: bytes, changed: Mapping[int, bytes], looked_for: Mapping[tuple[str, str], bool]
    ) -> None:
        """Keep what the rules over all posts find.

        Args:
            key: The key.
            changed: All findings, packed, of each post in which these rules
                found anything, by its number among the posts that are linted.
            looked_for: The files that they asked for, each after the folder of its site,
                and whether they are there.
        """
        self._whole.put(key, dumps((dict(looked_for), dict(changed))))

    def save(self) -> None:
        """Write what is new."""
        self._cache.save()
        if self._unchanged is not None:
            packed = self._unchanged.packed()
            if packed is not None:
                self._runs.put(self._run_key(), packed)
        self._runs.save()

    def close(self) -> None:
        """Let go of the cache; what is new and was not saved is lost."""
        self._cache.close()
        self._runs.close()

    def _run_key(self) -> bytes:
        """A digest of all that findings in the posts depend on, save their contents."""
        if self._key_of_run is None:
            parts = [self._about_run]
            for file in self._files:
                parts += (os.fsencode(f"{file.real}\0{file.relative}\0"), self._about(file))
            self._key_of_run = digest(b"".join(parts))
        return self._key_of_run

    def _key(self, file: PostFile, content: bytes) -> bytes:
        relative = file.relative.encode("utf-8", "surrogatepass")
        return digest(self._about_run, self._about(file), content, relative)

    def _about(self, file: PostFile) -> bytes:
        """A digest of all in the settings for a post that findings depend on."""
        settings = file.settings.for_path(file.relative)
        codes = settings.enabled_codes(file.relative)
        known = (id(settings), codes)
        about = self._about_settings.get(known)
        if about is None:
            about = self._about_settings[known] = _about(settings, codes)
        return about


def _about(settings: Settings, codes: frozenset[str]) -> bytes:
    """A digest of all in the settings that can make a difference to what is found."""
    values = [
        (setting.attribute, getattr(settings, setting.attribute))
        for setting in SETTINGS
        if setting.attribute not in _NO_MATTER
    ]
    options = {
        code: sorted(given.items())
        for code, given in settings.rule_options.items()
        if code in codes
    }
    parts = (values, sorted(codes), sorted(options.items()), sorted(settings.severities.items()))
    return digest(repr(parts).encode("utf-8", "surrogatepass"))


def _holds(file: PostFile, day: str, asked: tuple[tuple[str, tuple[object, ...]], ...]) -> bool:
    """Whether what findings depend on besides the post is still so."""
    if day:
        from medlint.dates import today

        if day != today().iso:
            return False
    if asked:
        from medlint.local_files import LocalFiles

        if file.place is None:
            return False
        files = LocalFiles.of_project(file.place, file.settings.for_path(file.relative))
        return all(tuple(files.find(address)) == answer for address, answer in asked)
    return True
