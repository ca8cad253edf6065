"""From a post to its diagnostics: run the rules, stamp what they find, apply suppressions.

The linter knows no single rule. It knows in which stage a rule runs, and that
a rule may fail: then the failure is one diagnostic, ``MED000``, and the run
goes on.
"""

from __future__ import annotations

from functools import lru_cache, partial

from medlint.diagnostic import (
    INTERNAL_CODE,
    INTERNAL_NAME,
    ISSUES_URL,
    Diagnostic,
    Severity,
)
from medlint.post import Post
from medlint.reading import as_source, load
from medlint.registry import Planned, rule_infos, rule_url
from medlint.text import Span
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import TracebackType

    from medlint.diagnostic import Finding
    from medlint.files import PostFile
    from medlint.fixes import Fix
    from medlint.rule import Need, Rule, Stage
    from medlint.settings import Settings
    from medlint.text import Source

    #: What the site rules found in a post; a rule that failed gives its exception.
    SiteFindings = Sequence[tuple[Rule, Finding | Exception]]

#: How often the rules about suppressions run at most, see :func:`_check_suppressions`.
_ROUNDS = 10


def enabled_rules(settings: Settings, relative: str, stage: Stage) -> tuple[Rule, ...]:
    """The rules of one stage that the settings turn on for a path, imported, by code.

    The arguments are those of :func:`planned_rules`.
    """
    return tuple(one.rule for one in planned_rules(settings, relative) if one.stage == stage)


def planned_rules(settings: Settings, relative: str) -> tuple[Planned, ...]:
    """The rules that the settings turn on for a path, with their options, by code.

    Args:
        settings: The settings, before or after their overrides for the path.
        relative: The path relative to the settings' folder, with forward slashes.
    """
    settings = settings.for_path(relative)
    codes = settings.enabled_codes(relative)
    options = tuple(
        (code, tuple(sorted(values.items())))
        for code, values in sorted(settings.rule_options.items())
        if values
    )
    return _plan(codes, options)


@lru_cache(maxsize=256)
def _plan(
    codes: frozenset[str], options: tuple[tuple[str, tuple[tuple[str, object], ...]], ...]
) -> tuple[Planned, ...]:
    values = dict(options)
    return tuple(
        Planned(info, dict(values.get(info.code, ())))
        for info in rule_infos()
        if info.code in codes
    )


def lint_file(file: PostFile) -> list[Diagnostic]:
    """What the rules find in one file, in the order of reports.

    A file that cannot be read is a diagnostic too, never an error raised.
    """
    return linting(file)(read_file(file))


def linting(file: PostFile) -> Callable[[Source], list[Diagnostic]]:
    """What lints a version of a file's text, as often as it is asked to."""
    return partial(lint_source, settings=file.settings, relative=file.relative, real=file.place)


def read_file(file: PostFile) -> Source:
    """The text of a file; what keeps it from being read becomes its ``problem``."""
    return as_source(file, load(file))


def lint_source(
    source: Source,
    settings: Settings,
    relative: str | None = None,
    *,
    real: str | None = None,
) -> list[Diagnostic]:
    """What the rules find in one text, in the order of reports.

    Args:
        source: The text, with the path to show.
        settings: The settings; their overrides for the path are applied here.
        relative: The path relative to the settings' folder, with forward
            slashes; by default the path to show.
        real: The absolute path of the file, where the text has one; rules may
            then ask which files lie near it.
    """
    relative = source.path if relative is None else relative
    settings = settings.for_path(relative)
    post = Post(source, settings, relative, real=real)
    return lint_post(post, planned_rules(settings, relative))


def lint_post(
    post: Post, rules: Iterable[Rule | Planned], site: SiteFindings | None = None
) -> list[Diagnostic]:
    """What some rules find in a post, in the order of reports.

    Each finding counts once, however often it is made. Findings in drafts are
    one step less severe, or none, as the setting ``drafts`` says.

    Args:
        post: The post.
        rules: The rules to run.
        site: What the site rules found in the post, from
            :meth:`medlint.index.Site.findings`. ``None`` where they were not
            asked: then no suppression that covers one of ``rules`` among them
            is called unused.
    """
    run = _Run(post)
    stages: dict[Stage, list[Rule | Planned]] = {
        "source": [],
        "post": [],
        "site": [],
        "suppressions": [],
    }
    for rule in rules:
        stages[rule.stage].append(rule)
    found = run.check(stages["source"])
    if post.source.problem is None:
        drafts = post.settings.drafts
        run.lenient = drafts != "strict" and run.ask("is_draft", False)
        if run.lenient and drafts == "skip":
            return []
        if site is None:
            # Whether they would have found something nobody knows.
            run.failed.update(rule.code for rule in stages["site"])
        together = run.check(stages["post"]) + run.stamped(site or ())
        found += _visible(run, together)
        found += _check_suppressions(run, stages["suppressions"])
    found += run.failures
    found.sort(key=lambda diagnostic: diagnostic.sort_key)
    return [one for at, one in enumerate(found) if at == 0 or one != found[at - 1]]


def internal_error(path: str, message: str) -> Diagnostic:
    """What to tell of a post where medlint itself failed on the whole of it.

    Args:
        path: The path to show.
        message: What happened.
    """
    return Diagnostic(
        *(path, 1, 1, INTERNAL_CODE, INTERNAL_NAME, Severity.ERROR, message),
        *(1, 1, Span(0, 0), None, ISSUES_URL),
    )


def _visible(run: _Run, found: list[Diagnostic]) -> list[Diagnostic]:
    """The findings that no suppression hides."""
    suppressions = run.ask("suppressions", ())
    if not suppressions:
        return found
    from medlint.suppressions import suppressed

    hidden = {id(finding) for finding in suppressed(suppressions, found)}
    return [finding for finding in found if id(finding) not in hidden]


def _check_suppressions(run: _Run, rules: Sequence[Rule | Planned]) -> list[Diagnostic]:
    """What the rules about suppressions find, after suppressions of their own.

    A suppression may be of use only because it hides a finding about another
    suppression. So the rules run again until no further one proves used; each
    round uses at least one more, and the number of rounds is bounded.
    """
    suppressions = run.ask("suppressions", ())
    if not suppressions:
        return []
    selectors = [selector for comment in suppressions for selector in comment.selectors]
    for selector in selectors:
        # Whether these rules would have found something nobody knows.
        selector.used |= not run.failed.isdisjoint(selector.codes)
    visible: list[Diagnostic] = []
    for _ in range(_ROUNDS):
        used = sum(selector.used for selector in selectors)
        visible = _visible(run, run.check(rules))
        if sum(selector.used for selector in selectors) == used:
            break
    return visible


class _Run:
    """One post on its way through the stages.

    Attributes:
        lenient: Whether severities are lowered one step, as for drafts.
        failures: What failed, one diagnostic per distinct failure.
        failed: The codes of the rules of which nobody knows what they would have
            found, as they failed or were not run.
    """

    def __init__(self, post: Post) -> None:
        self.post = post
        self.severities = post.settings.severities
        self.lenient = False
        self.failed: set[str] = set()
        self._failures: dict[str, Diagnostic] = {}
        #: Whether there is any of what rules are about, as far as it was asked.
        self._there: dict[Need, bool] = {}

    @property
    def failures(self) -> Iterable[Diagnostic]:
        return self._failures.values()

    def check(self, rules: Iterable[Rule | Planned]) -> list[Diagnostic]:
        """What some rules find, in no order; a rule that raises is noted in ``failures``."""
        found: list[Diagnostic] = []
        post, there = self.post, self._there
        for rule in rules:
            try:
                needs = rule.needs
                if needs:
                    if needs not in there:
                        there[needs] = post.has(needs)
                    if not there[needs]:
                        continue
                for finding in rule.check(post):
                    found.append(self._stamp(rule, finding))
            except Exception as error:  # any fault of a rule must leave the others running
                self.failed.add(rule.code)
                self._fail(error, f"rule {rule.code} ({rule.name})")
        return found

    def stamped(self, site: SiteFindings) -> list[Diagnostic]:
        """What the site rules found, as diagnostics; a rule that failed is noted."""
        found: list[Diagnostic] = []
        for rule, finding in site:
            try:
                if isinstance(finding, Exception):
                    raise finding
                found.append(self._stamp(rule, finding))
            except Exception as error:  # as in check
                self.failed.add(rule.code)
                self._fail(error, f"rule {rule.code} ({rule.name})")
        return found

    def ask(self, attribute: str, otherwise: Any) -> Any:
        """An attribute of the post, or ``otherwise`` where working it out fails."""
        try:
            return getattr(self.post, attribute)
        except Exception as error:  # as in check: the other parts of the post may be sound
            self._fail(error, f"reading its {attribute}")
            return otherwise

    def _stamp(self, rule: Rule | Planned, finding: Finding) -> Diagnostic:
        """The finding with its file, rule, severity and position.

        Severity: the user's for this rule; else the finding's own; else the
        rule's. For drafts it is lowered at the very end.

        Raises:
            ValueError: The span lies outside the text, or ends before it starts.
        """
        span = Span(*finding.span)
        if span.end < span.start:
            raise ValueError(f"the finding {finding.message!r} ends before it starts: {span}")
        severity = self.severities.get(rule.code) or finding.severity or rule.severity
        return self._diagnostic(
            span,
            rule.code,
            rule.name,
            severity.lowered() if self.lenient else severity,
            finding.message,
            finding.fix,
            rule_url(rule),
        )

    def _fail(self, error: Exception, what: str) -> None:
        """Note a failure, unless it is one already noted.

        What fails inside the post (its parser, its front matter) fails again
        for every rule that asks for it: that is one failure, not forty.
        """
        part = _failed_part(error.__traceback__)
        if part is not None:
            what = f"reading its {part}"
        if what in self._failures:
            return
        reason = " ".join(str(error).split())
        if len(reason) > 200:
            reason = f"{reason[:200]}…"
        kind = type(error).__name__
        message = (
            f"medlint itself failed on {self.post.source.path}: {what} raised "
            f"{kind}{': ' if reason else ''}{reason}. The post need not be at fault, and "
            f"everything else was checked. Please report this at {ISSUES_URL}"
        )
        span = Span(0, min(1, len(self.post.text)))
        self._failures[what] = self._diagnostic(
            span, INTERNAL_CODE, INTERNAL_NAME, Severity.ERROR, message, None, ISSUES_URL
        )

    def _diagnostic(
        self,
        span: Span,
        code: str,
        name: str,
        severity: Severity,
        message: str,
        fix: Fix | None,
        url: str,
    ) -> Diagnostic:
        source = self.post.source
        start = source.position(span.start)
        end = source.position(span.end)
        return Diagnostic(
            path=source.path,
            line=start.line,
            column=start.column,
            code=code,
            name=name,
            severity=severity,
            message=message,
            end_line=end.line,
            end_column=end.column,
            span=span,
            fix=fix,
            url=url,
        )


def _failed_part(traceback: TracebackType | None) -> str | None:
    """The part of the post (``document``, ``front_matter`` …) that raised, if one did."""
    part = None
    while traceback is not None:
        frame = traceback.tb_frame
        if frame.f_globals.get("__name__") == Post.__module__:
            part = frame.f_code.co_name
        traceback = traceback.tb_next
    return part
