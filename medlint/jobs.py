"""The work on one post: what is asked for, and what came of it."""

from __future__ import annotations

from marshal import dumps, loads

from medlint.diagnostic import INTERNAL_CODE
from medlint.digest import NOTHING, digest
from medlint.packing import pack
from medlint.reading import as_source, load
from medlint.text import Source
from medlint.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from medlint.diagnostic import Diagnostic
    from medlint.files import PostFile
    from medlint.linter import SiteFindings
    from medlint.post import Post
    from medlint.registry import Planned
    from medlint.timing import Clock

    #: What the site knows of a post: plain values, nested as need be.
    Entry = tuple[Any, ...]


class Job(NamedTuple):
    """One post to be read.

    Attributes:
        file: The post.
        lint: Whether its findings are asked for.
        learn: Whether the site is to learn of it.
    """

    file: PostFile
    lint: bool = True
    learn: bool = False


class Condition(NamedTuple):
    """What findings depend on besides the post, its settings and the rules.

    Attributes:
        day: The day for which they hold, or "" for any.
        asked: The addresses of local files asked for, each with the answer.
    """

    day: str
    asked: tuple[tuple[str, tuple[Any, ...]], ...]


class Outcome(NamedTuple):
    """What came of a job; plain values, but for the text.

    Attributes:
        found: What was found, by :func:`medlint.packing.pack`; the rules over
            all posts are left out.
        content: A digest of the file; of one that cannot be read
            :data:`~medlint.digest.NOTHING`.
        entry: What the site is to know of the post, where that was asked for.
        condition: On what else the findings depend; ``None`` where nothing
            says that they would be found again.
        source: The text, where it is at hand.
    """

    found: bytes
    content: bytes = NOTHING
    entry: Entry | None = None
    condition: Condition | None = None
    source: Source | None = None

    def packed(self) -> bytes:
        """The outcome as bytes, without the text."""
        condition = None if self.condition is None else (self.condition.day, self.condition.asked)
        return dumps((self.found, self.content, self.entry, condition))

    @classmethod
    def unpacked(cls, data: bytes) -> Outcome:
        """What :meth:`packed` has packed."""
        found, content, entry, condition = loads(data)
        return cls(found, content, entry, None if condition is None else Condition(*condition))


def content_of(loaded: bytes | Source) -> bytes:
    """The digest by which what :func:`medlint.reading.load` has read is known again."""
    return NOTHING if isinstance(loaded, Source) else digest(loaded)


def perform(
    job: Job,
    entry_of: Callable[[Post], Entry] | None,
    loaded: bytes | Source | None = None,
    clock: Clock | None = None,
) -> Outcome:
    """Do a job.

    Args:
        job: The job.
        entry_of: What the site is to know of a post; ``None`` where there is no site.
        loaded: The file, if it has been read.
        clock: What measures how long its parts take, if anything does.
    """
    if loaded is None:
        loaded = load(job.file)
    source = as_source(job.file, loaded)
    post = post_of(job.file, source, None if clock is None else clock.post_type)
    findings: Sequence[Diagnostic] = ()
    if job.lint:
        findings = linted(post, None if entry_of is None else (), clock)
    entry = None
    suppresses = False
    sound = is_sound(findings)
    if source.problem is None:
        try:
            suppresses = bool(post.suppressions)
            if job.learn and entry_of is not None:
                entry = entry_of(post)
        except Exception:  # which the rules have met as well: their findings tell of it
            sound, suppresses = False, True
    asked = tuple((address, tuple(answer)) for address, answer in post.asked.items())
    return Outcome(
        pack(findings, suppresses=suppresses),
        content_of(loaded),
        entry,
        Condition(post.asked_day, asked) if sound else None,
        source,
    )


def is_sound(findings: Iterable[Diagnostic]) -> bool:
    """Whether medlint did not fail on the way to some findings."""
    return all(found.code != INTERNAL_CODE for found in findings)


def post_of(file: PostFile, source: Source, kind: type[Post] | None = None) -> Post:
    """A version of a file's text as a post.

    Args:
        file: The file.
        source: The text.
        kind: The class of the post; by default :class:`~medlint.post.Post`.
    """
    from medlint.post import Post

    settings = file.settings.for_path(file.relative)
    return (kind or Post)(source, settings, file.relative, real=file.place)


def linted(post: Post, site: SiteFindings | None, clock: Clock | None = None) -> list[Diagnostic]:
    """What the rules that are on for a post find in it.

    Args:
        post: The post.
        site: As for :func:`medlint.linter.lint_post`.
        clock: As for :func:`perform`.
    """
    from medlint.linter import lint_post, planned_rules

    rules: Sequence[Planned] = planned_rules(post.settings, post.path)
    return lint_post(post, rules if clock is None else clock.rules(rules), site)
