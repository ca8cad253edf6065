"""Findings that were there before medlint came, recorded so that only new ones are told.

A finding is known again by its rule, its post and the text it is about, white
space folded; not by its line number, so edits elsewhere do not shift it. Of
several that are alike, those on a line that has not changed come first.
"""

from __future__ import annotations

import os
from collections import Counter

from medlint.characters import composed
from medlint.confinement import inside
from medlint.diagnostic import INTERNAL_CODE
from medlint.regular import read
from medlint.settings import SettingsError
from medlint.settings.resolver import below
from medlint.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from medlint.diagnostic import Diagnostic
    from medlint.files import PostFile
    from medlint.settings import Settings
    from medlint.text import Source

#: The version of its shape; see ``docs/baseline.md``.
VERSION = 1

#: The largest file that is read, in bytes, unless `max-baseline-size` says otherwise.
MAX_SIZE = 100_000_000
#: The longest text that is recorded in full, and how much of a longer one, in characters.
_MAX_TEXT, _HEAD = 100, 80


class BaselineError(SettingsError):
    """A baseline that cannot be used; the text is one line that names the file."""


class Known(NamedTuple):
    """A finding as it is recorded.

    Attributes:
        rule: The rule's code.
        text: What the finding is about; of a long text the beginning and a digest.
        line: A digest of the line on which it starts.
    """

    rule: str
    text: str
    line: str


class Match(NamedTuple):
    """What is found in a post, held against what is recorded of it.

    Attributes:
        new: What is found and not recorded.
        met: What is recorded and found.
    """

    new: list[Diagnostic]
    met: Counter[Known]


class Baseline:
    """The findings recorded in one file.

    Attributes:
        path: The file, absolute. The paths of posts are relative to its folder.
        shown: The file as messages name it.
        posts: The findings recorded of each post, by its path; a finding of
            which there are several counts as often.
    """

    def __init__(self, path: str, shown: str) -> None:
        self.path = path
        self.shown = shown
        self.posts: dict[str, Counter[Known]] = {}
        self._inside = inside(os.path.dirname(path))

    @classmethod
    def read(
        cls, path: str, shown: str, max_size: int = MAX_SIZE, *, root: str | None = None
    ) -> Baseline:
        """Read a baseline.

        Args:
            path: The file.
            shown: Its path, to show.
            max_size: The largest size to read, in bytes.
            root: The folder of the project, by default that of the file; of posts outside
                it is not told whether they are there.

        Raises:
            BaselineError: It cannot be read, is none, or is of a later version.
        """
        made = cls(path, shown)
        made._inside = inside(root or os.path.dirname(path))
        made.posts = _posts(_load(path, shown, max_size), shown)
        return made

    def key(self, path: str) -> str:
        """The path of a post as it stands in the file, from its absolute path."""
        try:
            relative = os.path.relpath(path, os.path.dirname(self.path))
        except ValueError:  # on another drive of Windows
            relative = path
        relative = relative.replace(os.sep, "/")
        # What cannot be written as UTF-8 cannot stand in the file.
        return composed(relative.encode("utf-8", "backslashreplace").decode("utf-8"))

    def exists(self, key: str) -> bool:
        """Whether the post of a path in the file is there; what lies outside is taken to be."""
        folder = os.path.dirname(self.path)
        # Text alone, as for the key: the folder of the baseline need not be there yet.
        place = os.path.normpath(os.path.join(folder, key))
        if os.path.splitdrive(place)[0] != os.path.splitdrive(folder)[0]:
            return True  # on Windows perhaps on another computer, which is not asked
        return self._on_disk(place) is not None

    def _on_disk(self, path: str) -> str | None:
        """A path with its accents composed as on the disk, or ``None`` where it is not there."""
        if self._inside.exists(path):
            return path
        if path.isascii():
            return None
        above, name = os.path.split(path)
        folder = self._on_disk(above)
        if folder is None:
            return None
        if self._inside.leads_out(folder):
            return path  # as all that lies outside, it is taken to be there
        wanted = composed(name)
        try:
            names = os.listdir(folder)
        except OSError:
            return None
        return next((os.path.join(folder, one) for one in names if composed(one) == wanted), None)

    def match(self, key: str, source: Source, found: Iterable[Diagnostic]) -> Match:
        """Hold what is found in a post against what is recorded of it."""
        recorded = self.posts.get(key)
        if not recorded:
            return Match(list(found), Counter())
        return _match(recorded, source, found)

    def gone(self, key: str, match: Match, codes: frozenset[str]) -> Counter[Known]:
        """What is recorded of a post and not found any more, of the rules that ran."""
        left = self.posts.get(key, Counter()) - match.met
        return Counter({known: count for known, count in left.items() if known.rule in codes})

    def record(
        self, key: str, source: Source, found: Iterable[Diagnostic], codes: frozenset[str]
    ) -> None:
        """Record what is found in a post in place of what was; other rules' findings stay."""
        kept = {
            known: count
            for known, count in self.posts.get(key, Counter()).items()
            if known.rule not in codes
        }
        todays = known_findings(source, (one for one in found if one.code != INTERNAL_CODE))
        self._put(key, Counter(kept) + Counter(known for known, _ in todays))

    def remove(self, key: str, gone: Counter[Known] | None = None) -> None:
        """Take out some of what is recorded of a post, by default all of it."""
        recorded = self.posts.get(key, Counter())
        self._put(key, Counter() if gone is None else recorded - gone)

    def _put(self, key: str, recorded: Counter[Known]) -> None:
        if recorded:
            self.posts[key] = recorded
        else:
            self.posts.pop(key, None)

    def to_bytes(self) -> bytes:
        """The file: sorted, each finding on a line of its own."""
        posts = []
        for key in sorted(self.posts):
            lines = [
                f"      {_written(_as_data(known, count))}"
                for known, count in sorted(self.posts[key].items())
            ]
            posts.append(f"    {_written(key)}: [\n" + ",\n".join(lines) + "\n    ]")
        inner = "{\n" + ",\n".join(posts) + "\n  }" if posts else "{}"
        return f'{{\n  "version": {VERSION},\n  "posts": {inner}\n}}\n'.encode()


class Baselines:
    """The baseline for each post: the one named, or that of the post's settings.

    Args:
        cwd: The folder where medlint runs.
        chosen: The one baseline to use for all posts, or ``None``.
    """

    def __init__(self, cwd: str, chosen: str | None = None) -> None:
        self._cwd = cwd
        self._chosen = None if chosen is None else os.path.abspath(os.path.join(cwd, chosen))
        self._read: dict[str, Baseline | None] = {}

    @property
    def all(self) -> list[Baseline]:
        """Every baseline that has been asked for and exists, by path."""
        return [one for _, one in sorted(self._read.items()) if one is not None]

    def get(self, file: PostFile) -> Baseline | None:
        """The baseline for a post, or ``None`` where there is none.

        Raises:
            BaselineError: It cannot be used, or was named and does not exist.
        """
        path = self.place(file.settings)
        if path not in self._read:
            if os.path.lexists(path):
                self._read[path] = self.read(file.settings)
            elif self._chosen is not None:
                raise BaselineError(
                    f"{self.shown(path)}: there is no such baseline; "
                    "medlint baseline --baseline PATH writes one"
                )
            else:
                self._read[path] = None
        return self._read[path]

    def read(self, settings: Settings) -> Baseline:
        """The baseline for some settings, read anew.

        Raises:
            BaselineError: There is none, or it cannot be used.
        """
        path = self.place(settings)
        most = settings.max_baseline_size
        return Baseline.read(path, self.shown(path), most, root=settings.root_path)

    def place(self, settings: Settings) -> str:
        """Where the baseline for some settings is, or would be.

        Raises:
            BaselineError: It leads out of the settings' folder by a link.
        """
        if self._chosen is not None:
            return self._chosen
        path = settings.baseline_path
        root = os.path.realpath(settings.root_path)
        if not os.path.realpath(path).startswith(os.path.join(root, "")):
            raise BaselineError(f"{self.shown(path)}: this link leads out of the settings' folder")
        return path

    def shown(self, path: str) -> str:
        """A path as messages name it."""
        return below(path, self._cwd)


class Accepted:
    """What is to be told of one post: all that is found save what its baseline has.

    Attributes:
        baseline: The post's baseline.
        key: The post's path in it.
    """

    def __init__(
        self,
        baseline: Baseline,
        file: PostFile,
        lint: Callable[[Source], Sequence[Diagnostic]],
    ) -> None:
        self.baseline = baseline
        self.key = baseline.key(file.real)
        self._codes = file.settings.enabled_codes(file.relative)
        self._lint = lint
        self._last: tuple[Source, Match] | None = None

    def __call__(self, source: Source) -> list[Diagnostic]:
        """What is new in a version of the post."""
        return self.new(source, self._lint(source))

    def new(self, source: Source, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """What is new of what was found in a version of the post."""
        match = self.baseline.match(self.key, source, found)
        self._last = (source, match)
        return match.new

    def gone(self, source: Source) -> Counter[Known]:
        """What is recorded and not found any more; nothing where the post cannot be read."""
        if source.problem is not None:
            return Counter()
        if self._last is None or self._last[0] is not source:
            self(source)
        assert self._last is not None
        return self.baseline.gone(self.key, self._last[1], self._codes)


def known_findings(source: Source, found: Iterable[Diagnostic]) -> list[tuple[Known, Diagnostic]]:
    """Findings in the form in which they are recorded."""
    digests: dict[int, str] = {}
    made = []
    for finding in found:
        number = finding.line
        if number not in digests:
            digests[number] = _digest(_folded(source.slice(source.line_span(number))), 8)
        text = _folded(source.slice(finding.span))
        if not text:
            text = _folded(source.slice(source.line_span(number)))
        if len(text) > _MAX_TEXT:
            text = f"{text[:_HEAD]}… {_digest(text, 12)}"
        made.append((Known(finding.code, text, digests[number]), finding))
    return made


def _match(recorded: Counter[Known], source: Source, found: Iterable[Diagnostic]) -> Match:
    left = recorded.copy()
    waiting = []
    new: set[int] = set()
    everything = known_findings(source, found)
    for index, (known, finding) in enumerate(everything):
        if finding.code == INTERNAL_CODE:
            new.add(index)
        elif left[known] > 0:
            left[known] -= 1
        else:
            waiting.append(index)
    # The same text on a line that has changed, or has been wrapped anew.
    alike: dict[tuple[str, str], list[Known]] = {}
    for known in sorted(+left, reverse=True):
        alike.setdefault((known.rule, known.text), []).append(known)
    for index in waiting:
        known = everything[index][0]
        candidates = alike.get((known.rule, known.text))
        if not candidates:
            new.add(index)
            continue
        left[candidates[-1]] -= 1
        if not left[candidates[-1]]:
            candidates.pop()
    return Match([everything[index][1] for index in sorted(new)], recorded - +left)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _digest(text: str, length: int) -> str:
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


# The file.


def _as_data(known: Known, count: int) -> dict[str, object]:
    data: dict[str, object] = {"rule": known.rule, "text": known.text, "line": known.line}
    return data if count == 1 else {**data, "count": count}


def _written(data: object) -> str:
    """JSON in which text can be read, save where a terminal would obey it."""
    from json import dumps

    text = dumps(data, ensure_ascii=False)
    return text if text.isprintable() else dumps(data)


def _load(path: str, shown: str, max_size: int) -> Any:
    from json import JSONDecodeError, loads

    try:
        data = read(path, max_size + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BaselineError(f"{shown}: the baseline cannot be read: {reason}") from None
    if len(data) > max_size:
        limit = f"{max_size:,} bytes (setting max-baseline-size)"
        raise _corrupt(shown, f"it has more than {limit}")
    try:
        return loads(data)
    except JSONDecodeError as error:
        if any(line.startswith(b"<<<<<<< ") for line in data.splitlines()):
            raise _corrupt(shown, "it holds a merge conflict of Git") from None
        place = f"line {error.lineno}, column {error.colno}"
        raise _corrupt(shown, f"it is not valid JSON ({place})") from None
    except (ValueError, RecursionError):  # no text, or nested without end
        raise _corrupt(shown, "it is not valid JSON") from None


def _posts(data: Any, shown: str) -> dict[str, Counter[Known]]:
    version = data.get("version") if isinstance(data, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _corrupt(shown, "it is no baseline of medlint")
    if version > VERSION:
        raise BaselineError(
            f"{shown}: a later medlint wrote this baseline (version {version} of its form, and "
            f"this medlint reads {VERSION}); update medlint"
        )
    posts = data.get("posts")
    if not isinstance(posts, dict):
        raise _corrupt(shown, "its posts are missing")
    made: dict[str, Counter[Known]] = {}
    for key, entries in posts.items():
        if not isinstance(entries, list):
            raise _corrupt(shown, f"the findings of {key} are no list")
        recorded: Counter[Known] = Counter()
        for entry in entries:
            known, count = _entry(entry)
            if known is None:
                raise _corrupt(shown, f"a finding of {key} is not as it should be")
            recorded[known] += count
        # Of a name that macOS has taken apart Git on macOS makes one that is composed.
        made.setdefault(composed(key), Counter()).update(recorded)
    return made


def _entry(entry: Any) -> tuple[Known | None, int]:
    if not isinstance(entry, dict):
        return None, 0
    words = [word for name in Known._fields if isinstance(word := entry.get(name), str)]
    count = entry.get("count", 1)
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        return None, 0
    return (Known(*words), count) if len(words) == len(Known._fields) else (None, 0)


def _corrupt(shown: str, why: str) -> BaselineError:
    return BaselineError(
        f"{shown}: the baseline cannot be used: {why}; restore it, or delete it and run "
        "medlint baseline"
    )
