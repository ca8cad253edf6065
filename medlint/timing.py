"""Where the time of a run goes: by stage, and by rule.

A stage that begins while another goes on stops the clock of that one, so all
times add up. What is worked out once per post for several rules, such as the
Markdown, is a stage of its own and nobody's fault who asks first.
"""

from __future__ import annotations

from time import perf_counter_ns

from medlint.kept import kept
from medlint.post import Post
from medlint.registry import Planned
from medlint.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import ParamSpec, TypeVar

    from medlint.diagnostic import Finding

    P = ParamSpec("P")
    T = TypeVar("T")

#: What goes on outside every stage that is named.
REST = "everything else"
#: How the stages are called that :class:`~medlint.post.Post` keeps under other names.
_NAMES = {"front_matter": "read front matter", "document": "read Markdown"}


class Time(NamedTuple):
    """The time that one stage or rule took.

    Attributes:
        name: The stage, or the rule's code.
        nanoseconds: How long it took, what it waited for left out.
    """

    name: str
    nanoseconds: int


class Clock:
    """Measures stages and rules.

    Attributes:
        post_type: :class:`~medlint.post.Post`, measured.
    """

    def __init__(self) -> None:
        self._spent: dict[str, int] = {REST: 0}
        self._rules: set[str] = set()
        self._watched: set[str] = set()
        self._open = [REST]
        self._since = perf_counter_ns()
        self.post_type = self._post_type()

    def enter(self, name: str) -> None:
        """Begin a stage; the one that goes on is stopped until :meth:`leave`."""
        self._count()
        self._open.append(name)

    def leave(self) -> None:
        """End the stage that was begun last."""
        self._count()
        self._open.pop()

    def timed(self, name: str, work: Callable[P, T]) -> Callable[P, T]:
        """A function as a stage."""

        def measured(*args: P.args, **kwargs: P.kwargs) -> T:
            self.enter(name)
            try:
                return work(*args, **kwargs)
            finally:
                self.leave()

        measured.__name__ = getattr(work, "__name__", name)
        return measured

    def each(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """Items as they come, the time until each of them comes being a stage."""
        following = self.timed(name, iter(items).__next__)
        while True:
            try:
                item = following()
            except StopIteration:
                return
            yield item

    def rules(self, planned: Iterable[Planned]) -> list[Planned]:
        """Rules, measured."""
        return [_TimedRule(one, self) for one in planned]

    def watch_site_rules(self, planned: Iterable[Planned]) -> None:
        """Measure those of some rules that look at all posts."""
        for one in planned:
            if one.stage == "site" and one.code not in self._watched:
                self._watched.add(one.code)
                rule: Any = one.rule
                # Rules take no attributes, so that none can hold state; this one is none.
                object.__setattr__(rule, "compare", self.rule(one.code, rule.compare))

    def rule(self, code: str, check: Callable[P, Iterable[T]]) -> Callable[P, Iterator[T]]:
        """What yields a rule's findings, measured."""
        self._rules.add(code)

        def measured(*args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
            # What is called before the first finding comes is part of the rule, too.
            return self.each(code, self.timed(code, check)(*args, **kwargs))

        return measured

    def stages(self) -> list[Time]:
        """The stages, the longest first; all rules together are one of them."""
        self._count()
        found = {name: time for name, time in self._spent.items() if name not in self._rules}
        rules = sum(time for name, time in self._spent.items() if name in self._rules)
        return _sorted({**found, "run the rules": rules})

    def by_rule(self) -> list[Time]:
        """The rules, the longest first."""
        return _sorted({code: self._spent.get(code, 0) for code in self._rules})

    def _count(self) -> None:
        now = perf_counter_ns()
        name = self._open[-1]
        self._spent[name] = self._spent.get(name, 0) + now - self._since
        self._since = now

    def _post_type(self) -> type[Post]:
        namespace: dict[str, Any] = {}
        for name, attribute in vars(Post).items():
            if isinstance(attribute, kept):
                stage = _NAMES.get(name, f"work out {name.replace('_', ' ')}")
                work = self.timed(stage, attribute.work)
                work.__name__ = name
                namespace[name] = kept(work)
        return type("TimedPost", (Post,), namespace)


class _TimedRule(Planned):
    """A rule that is to run, measured."""

    __slots__ = ("_measured", "_planned")

    def __init__(self, planned: Planned, clock: Clock) -> None:
        for name in ("code", "name", "stage", "needs"):
            setattr(self, name, getattr(planned, name))
        self._planned = planned
        self._measured = clock.rule(planned.code, planned.check)

    def check(self, post: Post) -> Iterator[Finding]:
        """What it finds in a post."""
        return self._measured(post)

    @property
    def severity(self) -> Any:
        """As of the rule that is measured."""
        return self._planned.severity

    @property
    def rule(self) -> Any:
        """The rule that is measured."""
        return self._planned.rule


def table(clock: Clock, posts: int) -> str:
    """The times in words, for people.

    Args:
        clock: What has measured them.
        posts: How many posts there were.
    """
    from medlint.registry import find_info

    stages = clock.stages()
    total = sum(time.nanoseconds for time in stages)
    lines = [f"{'TIME':>12} {'SHARE':>7}  STAGE"]
    lines += [f"{_line(time, total)}  {time.name}" for time in stages]
    lines += [f"{_written(total)} {'':7}  for {posts:,} {'post' if posts == 1 else 'posts'}", ""]
    lines.append(f"{'TIME':>12} {'SHARE':>7} {'PER POST':>11}  RULE")
    for time in clock.by_rule():
        info = find_info(time.name)
        each = f"{time.nanoseconds / max(posts, 1) / 1000:,.1f} µs"
        name = "" if info is None else f"  {info.name}"
        lines.append(f"{_line(time, total)} {each:>11}  {time.name}{name}")
    return "\n".join(lines) + "\n"


def _line(time: Time, total: int) -> str:
    return f"{_written(time.nanoseconds)} {time.nanoseconds / max(total, 1):7.1%}"


def _written(nanoseconds: int) -> str:
    return f"{nanoseconds / 1_000_000:9,.1f} ms"


def _sorted(times: dict[str, int]) -> list[Time]:
    pairs = sorted(times.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Time(name, spent) for name, spent in pairs if spent]
