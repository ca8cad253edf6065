"""From the posts of a run to what there is to report of each, in order.

A run is made of *jobs*, one for each post to be read, and each job has an
*outcome*: what the rules find in the post, and what the site should know of
it. Where rules look at all posts together, their findings are known only once
every job is done; without them a post's result is there as soon as its own job
and those before it are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from medlint.linter import lint_post, planned_rules, read_file
from medlint.post import Post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from medlint.diagnostic import Diagnostic, Finding
    from medlint.files import PostFile
    from medlint.rule import Rule
    from medlint.text import Source

    #: What there is to report of a version of a post.
    Lint = Callable[[Source], Sequence[Diagnostic]]
    #: What the site knows of a post: plain values, nested as need be.
    Entry = tuple[Any, ...]
    #: What the rules over all posts find in one, each finding with its rule; a rule that
    #: failed gives its exception.
    SiteFindings = Sequence[tuple[Rule, Finding | Exception]]


class Site(Protocol):
    """What knows of all posts together."""

    @property
    def wanted(self) -> Sequence[PostFile]:
        """The posts of which it has yet to learn, or learn anew, whether they are linted or not."""
        ...

    def entry_of(self, post: Post) -> Entry:
        """What it is to know of a post; nothing else of the site is needed for that."""
        ...

    def learn(self, file: PostFile, entry: Entry) -> None:
        """Take note of a post."""
        ...

    def findings(self, file: PostFile, entry: Entry | None = None) -> SiteFindings:
        """What the rules over all posts find in one.

        Args:
            file: The post.
            entry: What it would be known by, for a version of it that has not
                been learnt, such as one on standard input; it is not kept.
        """
        ...

    def close(self) -> None:
        """Keep what was learnt for the next run."""
        ...


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


class Outcome(NamedTuple):
    """What came of a job.

    Attributes:
        findings: What was found, in the order of reports; the rules over all posts left out.
        suppresses: Whether the post has comments that silence findings. Then the findings
            of the rules over all posts cannot just be put beside the others.
        entry: What the site is to know of the post, where that was asked for.
    """

    findings: Sequence[Diagnostic]
    suppresses: bool = False
    entry: Entry | None = None


class Result(NamedTuple):
    """What there is to report of a post.

    Attributes:
        file: The post.
        source: Its text.
        findings: All that was found in it, in the order of reports.
    """

    file: PostFile
    source: Source
    findings: Sequence[Diagnostic]


class Run:
    """Lints posts.

    Args:
        files: The posts, in the order of reports.
        site: What knows of all posts, or ``None`` where no rule needs it.
    """

    def __init__(self, files: Sequence[PostFile], site: Site | None = None) -> None:
        self._files = files
        self._site = site

    def results(self) -> Iterator[Result]:
        """What there is to report of each post, in their order.

        Files that cannot be read are results too.
        """
        site = self._site
        if site is None:
            for file in self._files:
                source = read_file(file)
                yield Result(file, source, self._perform(Job(file), source).findings)
            return
        outcomes = []
        for job in self._jobs(site):
            outcome = self._perform(job, read_file(job.file))
            if outcome.entry is not None:
                site.learn(job.file, outcome.entry)
            if job.lint:
                outcomes.append(outcome)
        for file, outcome in zip(self._files, outcomes, strict=True):
            source = read_file(file)
            yield Result(file, source, self._with_site(file, source, outcome))

    def inform_site(self) -> None:
        """Let the site learn of every post that it asks for, and lint none."""
        if self._site is not None:
            for file in self._site.wanted:
                outcome = self._perform(Job(file, lint=False, learn=True), read_file(file))
                if outcome.entry is not None:
                    self._site.learn(file, outcome.entry)

    def lint(self, file: PostFile) -> Lint:
        """What lints other versions of a post, as often as need be."""

        def lint(source: Source) -> Sequence[Diagnostic]:
            post = _post(file, source)
            found = None
            if self._site is not None:
                found = self._site.findings(file, self._site.entry_of(post))
            return _linted(post, found)

        return lint

    def _jobs(self, site: Site) -> Iterable[Job]:
        """Every post that is linted, in order, and then those that the site alone asks for."""
        wanted = {file.real: file for file in site.wanted}
        for file in self._files:
            yield Job(file, learn=wanted.pop(file.real, None) is not None)
        for file in wanted.values():
            yield Job(file, lint=False, learn=True)

    def _perform(self, job: Job, source: Source) -> Outcome:
        post = _post(job.file, source)
        findings: Sequence[Diagnostic] = ()
        if job.lint:
            findings = _linted(post, None if self._site is None else ())
        site = self._site
        if site is None or source.problem is not None:
            return Outcome(findings)
        try:
            return Outcome(
                findings, bool(post.suppressions), site.entry_of(post) if job.learn else None
            )
        except Exception:  # which the rules have met as well: their findings tell of it
            return Outcome(findings, suppresses=True)

    def _with_site(self, file: PostFile, source: Source, outcome: Outcome) -> Sequence[Diagnostic]:
        """All that was found in a post, now that every post is known."""
        assert self._site is not None
        found = self._site.findings(file)
        if not found:
            return outcome.findings
        post = _post(file, source)
        if outcome.suppresses:
            return _linted(post, found)
        # What is said of the post alone stays as it is; only its new neighbours are stamped.
        beside = [*outcome.findings, *lint_post(post, (), found)]
        return sorted(beside, key=lambda diagnostic: diagnostic.sort_key)


def _post(file: PostFile, source: Source) -> Post:
    settings = file.settings.for_path(file.relative)
    return Post(source, settings, file.relative, real=file.place)


def _linted(post: Post, site: SiteFindings | None) -> Sequence[Diagnostic]:
    return lint_post(post, planned_rules(post.settings, post.path), site)
