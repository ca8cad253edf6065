"""From the posts of a run to what there is to report of each, in order.

A run is made of jobs, one for each post to be read; see :mod:`medlint.jobs`.
What is kept of former runs answers first, the rest is done in this process or
in several. Where rules look at all posts together, their findings are known
only once every job is done; without them a post's result is there as soon as
its own job and those before it are.
"""

from __future__ import annotations

import os

from medlint.digest import SIZE
from medlint.held import Held
from medlint.jobs import Job, Outcome, content_of, is_sound, linted, perform, post_of
from medlint.packing import pack, unpack
from medlint.reading import as_source, load
from medlint.typed import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from medlint.diagnostic import Diagnostic
    from medlint.files import PostFile
    from medlint.jobs import Entry
    from medlint.linter import SiteFindings
    from medlint.post import Post
    from medlint.remembered import Remembered
    from medlint.text import Source
    from medlint.timing import Clock
    from medlint.workers import Lost, Workers

    #: What there is to report of a version of a post.
    Lint = Callable[[Source], Sequence[Diagnostic]]

#: How much text makes it worth while to start another process, in bytes.
SHARE = 64_000


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

    def is_draft(self, file: PostFile) -> bool:
        """Whether a post that it has learnt of is a draft."""
        ...

    @property
    def state(self) -> bytes | None:
        """A digest of all that findings depend on, save the files in :attr:`looked_for`.

        ``None`` where the same findings cannot be told to be found again.
        """
        ...

    @property
    def looked_for(self) -> Mapping[tuple[str, str], bool]:
        """The files that rules have asked for: whether they are there.

        By the folder of the site and the absolute path.
        """
        ...

    def close(self) -> None:
        """Keep what was learnt for the next run."""
        ...


class Result(NamedTuple):
    """What there is to report of a post.

    Attributes:
        file: The post.
        findings: All that was found in it, in the order of reports.
        content: A digest of the file in which it was found.
        source: Its text, where it is at hand; see :meth:`Run.with_text`.
    """

    file: PostFile
    findings: Sequence[Diagnostic]
    content: bytes
    source: Source | None = None


class Run:
    """Lints posts; :meth:`close` is to be called whatever happens.

    Args:
        files: The posts, in the order of reports.
        site: What knows of all posts, or ``None`` where no rule needs it.
        remembered: Results of former runs, or ``None`` to do without.
        processes: How many processes may work at once.
        told: Is told, on one line, when one of them was lost.
        clock: What measures how long everything takes, if anything does; then
            one process does it all.
    """

    def __init__(
        self,
        files: Sequence[PostFile],
        site: Site | None = None,
        *,
        remembered: Remembered | None = None,
        processes: int = 1,
        told: Callable[[str], None] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._files = files
        self._site = site
        self._entry_of = None if site is None else site.entry_of
        self._load = load
        self._clock = clock
        if clock is not None:
            self._load = clock.timed("read files", load)
            if self._entry_of is not None:
                self._entry_of = clock.timed("index posts", self._entry_of)
        self._remembered = remembered
        self._processes = processes
        self._told = told
        self._workers: Workers | None = None
        self._recalled: list[Outcome | None] = []

    @property
    def total(self) -> int:
        """How many posts are read: those that are linted, and those that the site asks for."""
        wanted = () if self._site is None else self._site.wanted
        return len({file.real for file in (*self._files, *wanted)})

    def results(self, told: Callable[[PostFile], None] = lambda _: None) -> Iterator[Result]:
        """What there is to report of each post, in their order.

        Files that cannot be read are results too.

        Args:
            told: Is told of each post that has been read, of none where nothing is
                new; see :attr:`total`.
        """
        site = self._site
        if self._remembered is not None:
            self._recalled = self._remembered.recall()
            nothing_new = self._nothing_new(self._remembered)
            if nothing_new is not None:
                yield from nothing_new
                return
        if site is None:
            jobs = [Job(file) for file in self._files]
            for job, outcome in zip(jobs, self._outcomes(jobs), strict=True):
                told(job.file)
                found = self._result(job.file, outcome.content, outcome.found)
                yield found._replace(source=outcome.source)
            return
        yield from self._with_site(site, self._taken_in(site, told))

    def with_text(self, result: Result) -> Result:
        """A result with its text; linted anew where the file has changed since."""
        if result.source is not None:
            return result
        loaded = load(result.file)
        source, content = as_source(result.file, loaded), content_of(loaded)
        findings = result.findings
        if content != result.content:
            findings = self.lint(result.file)(source)
        return Result(result.file, findings, content, source)

    def inform_site(self, told: Callable[[PostFile], None] = lambda _: None) -> None:
        """Let the site learn of every post that it asks for, and lint none.

        Args:
            told: Is told of each of them when it has been read.
        """
        if self._site is not None:
            jobs = [Job(file, lint=False, learn=True) for file in self._site.wanted]
            for job, outcome in zip(jobs, self._outcomes(jobs), strict=True):
                told(job.file)
                if outcome.entry is not None:
                    self._site.learn(job.file, outcome.entry)

    def close(self) -> None:
        """End what is still going on, as when the results were not all asked for."""
        if self._workers is not None:
            self._workers.close()
        if self._remembered is not None:
            self._remembered.close()

    def lint(self, file: PostFile) -> Lint:
        """What lints other versions of a post, as often as need be."""

        def lint(source: Source) -> Sequence[Diagnostic]:
            post = post_of(file, source)
            found = None
            if self._site is not None:
                found = self._site.findings(file, self._site.entry_of(post))
            return linted(post, found)

        return lint

    def _nothing_new(self, remembered: Remembered) -> Iterator[Result] | None:
        """All results, where former runs have left them all and nothing has changed since."""
        outcomes = [outcome for outcome in self._recalled if outcome is not None]
        if not outcomes or len(outcomes) < len(self._recalled):
            return None
        changed: Mapping[int, bytes] = {}
        if self._site is not None:
            state = self._site.state
            if state is None:
                return None
            key = remembered.site_key(state, (outcome.content for outcome in outcomes))
            known = remembered.find_site(key)
            if known is None:
                return None
            changed = known
        return (
            self._result(file, outcome.content, changed.get(number, outcome.found))
            for number, (file, outcome) in enumerate(zip(self._files, outcomes, strict=True))
        )

    def _result(self, file: PostFile, content: bytes, found: bytes) -> Result:
        """What there is to report of a post that was not read, or not lately."""
        return Result(file, unpack(found, file.shown).findings, content)

    def _taken_in(self, site: Site, told: Callable[[PostFile], None]) -> Held:
        """What was found in each post alone, now that the site has learned of all; see below."""
        jobs = list(self._site_jobs(site))
        held = Held()
        for job, outcome in zip(jobs, self._outcomes(jobs), strict=True):
            told(job.file)
            if outcome.entry is not None:
                site.learn(job.file, outcome.entry)
            if job.lint:
                held.add(outcome.content + outcome.found)
        return held

    def _site_jobs(self, site: Site) -> Iterable[Job]:
        """Every post that is linted, in order, and then those that the site alone asks for."""
        wanted = {file.real: file for file in site.wanted}
        for file in self._files:
            yield Job(file, learn=wanted.pop(file.real, None) is not None)
        for file in wanted.values():
            yield Job(file, lint=False, learn=True)

    def _with_site(self, site: Site, held: Held) -> Iterator[Result]:
        """What there is to report of each post, now that every post is known.

        Args:
            site: What knows of them all.
            held: Of each post that is linted a digest, and behind it what was
                found in the post alone, packed.
        """
        remembered, key = self._remembered, None
        if remembered is not None and site.state is not None:
            key = remembered.site_key(site.state, (data[:SIZE] for data in held))
        known = None
        if remembered is not None and key is not None:
            known = remembered.find_site(key)
        findings = site.findings
        if self._clock is not None:
            findings = self._clock.timed("compare posts", site.findings)
            self._watch_site_rules(self._clock)
        changed: dict[int, bytes] | None = None
        if remembered is not None and key is not None and known is None:
            changed = {}
        for number, (file, data) in enumerate(zip(self._files, held, strict=True)):
            content, found = data[:SIZE], data[SIZE:]
            if known is not None:
                found = known.get(number, found)
                yield self._result(file, content, found)
                continue
            beside = findings(file)
            if not beside:
                yield self._result(file, content, found)
                continue
            result = self._joined(site, file, content, found, beside)
            if result.content != content or not is_sound(result.findings):
                changed = None
            if changed is not None:
                changed[number] = pack(result.findings, suppresses=False)
            yield result
        if remembered is not None and key is not None and changed is not None:
            remembered.keep_site(key, changed, site.looked_for)
            remembered.save()

    def _watch_site_rules(self, clock: Clock) -> None:
        from medlint.linter import planned_rules

        for file in self._files:
            clock.watch_site_rules(planned_rules(file.settings, file.relative))

    def _joined(
        self, site: Site, file: PostFile, content: bytes, found: bytes, beside: SiteFindings
    ) -> Result:
        """What was found in a post alone, and beside it what the rules over all posts found."""
        loaded = load(file)
        source, now = as_source(file, loaded), content_of(loaded)
        if now != content:
            return Result(file, self.lint(file)(source), now, source)
        post = post_of(file, source)
        findings, suppresses = unpack(found, file.shown)
        if suppresses:
            return Result(file, linted(post, beside), content, source)
        from medlint.linter import lint_post

        # All that is asked of it, which else would take to read its front matter.
        post.is_draft = site.is_draft(file)
        # What is said of the post alone stays as it is; only its new neighbours are stamped.
        together = [*findings, *lint_post(post, (), beside)]
        together.sort(key=lambda diagnostic: diagnostic.sort_key)
        return Result(file, together, content, source)

    def _outcomes(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """What comes of each job, in order."""
        if self._processes > 1 and len(jobs) > 1 and self._clock is None:
            yield from self._by_several(jobs)
        else:
            yield from self._by_one(jobs)
        if self._remembered is not None:
            self._remembered.save()

    def _by_one(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """What comes of each job, in order, as it is asked for."""
        for number, job in enumerate(jobs):
            loaded = None
            answer = self._recall(number, job)
            if answer is None:
                loaded = self._load(job.file)
                answer = self._answer(number, job, loaded)
            left = _left(job, answer)
            made = None
            if left is not None:
                loaded = self._load(job.file) if loaded is None else loaded
                made = perform(left, self._entry_of, loaded, self._clock)
                self._done(number, left, made)
            yield _both(answer, made)

    def _by_several(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """What comes of each job, in order; by several processes if it is worth while."""
        answers: dict[int, Outcome] = {}
        all_left: list[tuple[int, Job]] = []
        size = 0
        for number, job in enumerate(jobs):
            answer = self._recall(number, job)
            if answer is None and self._remembered is not None and job.lint:
                answer = self._answer(number, job, load(job.file))
            if answer is not None:
                answers[number] = answer
            left = _left(job, answer)
            if left is not None:
                all_left.append((number, left))
                size += _size(job.file)
        made = self._made(all_left, size)
        for number, job in enumerate(jobs):
            answer = answers.pop(number, None)
            yield _both(answer, None if _left(job, answer) is None else next(made))

    def _recall(self, number: int, job: Job) -> Outcome | None:
        """What was found in a post when its file was in the state that it is in now, if known."""
        return self._recalled[number] if job.lint and self._recalled else None

    def _answer(self, number: int, job: Job, loaded: bytes | Source) -> Outcome | None:
        """What was found in a post in a former run, if it is asked for and known."""
        if self._remembered is None or not job.lint or not isinstance(loaded, bytes):
            return None
        found = self._remembered.find(job.file, content_of(loaded))
        if found is not None:
            self._remembered.note(number, found)
        return found

    def _done(self, number: int, job: Job, outcome: Outcome) -> Outcome:
        """Keep an outcome for the runs to come."""
        if self._remembered is not None and job.lint:
            self._remembered.keep(job.file, outcome)
            self._remembered.note(number, outcome)
        return outcome

    def _made(self, jobs: Sequence[tuple[int, Job]], size: int) -> Iterator[Outcome]:
        """What comes of jobs that nothing is kept of.

        Args:
            jobs: The jobs, each after its number, in order.
            size: How much text there is to read, in bytes.
        """
        count = min(self._processes, len(jobs) - 1, size // SHARE)
        # The first one here: what it imports and works out all workers have from the start.
        here, there = (jobs, jobs[:0]) if count < 2 else (jobs[:1], jobs[1:])
        for number, job in here:
            yield self._done(number, job, perform(job, self._entry_of))
        if not there:
            return
        from medlint.workers import Lost, Workers

        def work(index: int) -> bytes:
            return perform(there[index][1], self._entry_of).packed()

        def told(how: str, lost: list[int]) -> None:
            if self._told is not None:
                self._told(_loss(how, there[lost[0]][1].file, len(lost) - 1))

        self._workers = Workers(work, len(there), count, told)
        for (number, job), result in zip(there, self._workers.results(), strict=True):
            if isinstance(result, Lost):
                yield _lost(job, result)
            else:
                yield self._done(number, job, Outcome.unpacked(result))
        self._workers.close()


def _left(job: Job, answer: Outcome | None) -> Job | None:
    """What of a job is still to be done once a former run has answered, or not."""
    if answer is None:
        return job
    return job._replace(lint=False) if job.learn else None


def _both(answer: Outcome | None, made: Outcome | None) -> Outcome:
    """What a former run has answered and what was made now, as one."""
    if answer is None:
        assert made is not None
        return made
    return answer if made is None else made._replace(found=answer.found, content=answer.content)


def _size(file: PostFile) -> int:
    try:
        return os.stat(file.real).st_size
    except OSError:
        return 0


def _loss(how: str, file: PostFile, others: int) -> str:
    """What to say of a process that was lost."""
    message = f"a worker process was {how} while it checked {file.shown}, which is checked again"
    if not others:
        return message
    return f"{message}, and so {'is' if others == 1 else 'are'} {others} more of its posts"


def _lost(job: Job, lost: Lost) -> Outcome:
    """What comes of a job that no process has outlived."""
    from medlint.diagnostic import ISSUES_URL
    from medlint.linter import internal_error

    message = (
        f"medlint itself failed on {job.file.shown}: the process that checked it was {lost.how}, "
        f"and so was a second one. The post was not checked. Please report this at {ISSUES_URL}"
    )
    return Outcome(pack([internal_error(job.file.shown, message)], suppresses=False))
