r"""Try to make every regular expression of medlint slow: ``python tools/regexes.py``.

The expressions are collected where they are compiled, while medlint reads the
examples of all rules, with both parsers; so those that are put together at run time, and those of
the libraries that medlint calls, are among them. It is noted which of its
methods each is used with, since ``match`` tries one place and ``search`` all.
Those of medlint that no example needs are added; of them the source tells the methods.

For each repetition in an expression a text is made that leads up to it, goes
round it many times and then fails: ``\d+x`` is given ``111…1!``. An expression
whose time grows with the square of the text, or faster, takes seconds for such
a text, and any other a few thousandths of one: what takes longer than
:data:`LIMIT` is slow.
"""

from __future__ import annotations

import functools
import re
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

import re._constants as codes  # type: ignore[import-not-found]  # the parser of re itself
import re._parser as sre  # type: ignore[import-not-found]

ROOT = Path(__file__).resolve().parent.parent

#: Repetitions of at most so many times cannot take long.
_MANY = 300
#: The length of the texts, in characters.
SIZE = 30_000
#: CPU seconds that one use of an expression may take.
LIMIT = 0.3
#: Texts that follow what is repeated, in the hope that nothing matches them.
_ENDS = ("\x00", "\n\x00", "a")
#: How many repetitions and bodies of them are tried for each expression.
_BODIES = 40
#: The methods that try every place of a text.
_SEARCHING = frozenset({"search", "finditer", "findall", "sub", "subn", "split", "scanner"})


class Expression(NamedTuple):
    """A regular expression as it is used.

    Attributes:
        pattern: The expression.
        flags: Its flags.
        methods: What it is used for: some of ``match``, ``fullmatch``, ``search``,
            which stands for all that try every place of a text.
        where: The module that compiled it first.
    """

    pattern: str
    flags: int
    methods: frozenset[str]
    where: str


class Slow(NamedTuple):
    """An expression and a text for which it takes too long.

    Attributes:
        expression: The expression.
        attack: The beginning, what is repeated, and the end.
    """

    expression: Expression
    attack: tuple[str, str, str]


# Collecting


class _Recorder:
    """A compiled expression that notes the methods it is used with."""

    def __init__(self, compiled: re.Pattern[str], where: str) -> None:
        self.compiled = compiled
        self.where = where
        self.used: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("__"):
            self.used.add(name)
        return getattr(self.compiled, name)

    def __reduce__(self) -> tuple[Any, ...]:
        return re.compile, (self.compiled.pattern, self.compiled.flags)

    def __hash__(self) -> int:
        return hash(self.compiled)


def collect() -> list[Expression]:
    """Every expression that is compiled while medlint is imported and used."""
    recorded: dict[tuple[str, int], _Recorder] = {}
    compile_one = re._compile  # type: ignore[attr-defined]

    def recording(pattern: Any, flags: Any) -> Any:
        if isinstance(pattern, _Recorder):
            return pattern
        compiled = compile_one(pattern, flags)
        if not isinstance(compiled.pattern, str):
            return compiled
        key = (compiled.pattern, compiled.flags)
        if key not in recorded:
            recorded[key] = _Recorder(compiled, _caller())
        return recorded[key]

    re._compile = recording  # type: ignore[attr-defined]
    try:
        with _lazies() as lazies:
            _use_everything()
    finally:
        re._compile = compile_one  # type: ignore[attr-defined]
    used = [
        Expression(pattern, flags, _methods(one.used), one.where)
        for (pattern, flags), one in recorded.items()
        if one.used and not one.where.startswith(("re", "tools", "__main__"))
    ]
    known = {one.pattern for one in used}
    return used + [one for one in _unused(lazies) if one.pattern not in known]


@contextmanager
def _lazies() -> Iterator[list[Any]]:
    """Gives a list into which every expression goes that medlint makes for later."""
    from medlint import patterns

    made: list[Any] = []

    class Noted(patterns._Lazy):
        def __init__(self, pattern: str | bytes, flags: int) -> None:
            super().__init__(pattern, flags)
            made.append(self)

    before = patterns._Lazy
    patterns._Lazy = Noted  # type: ignore[misc]
    try:
        yield made
    finally:
        patterns._Lazy = before  # type: ignore[misc]


def _unused(lazies: list[Any]) -> Iterator[Expression]:
    """Expressions made for later, with the methods that the source calls by their names."""
    names = {
        id(value): (name, module.__name__)
        for module in list(sys.modules.values())
        if module.__name__.startswith("medlint")
        for name, value in vars(module).items()
    }
    source = "\n".join(path.read_text() for path in (ROOT / "medlint").rglob("*.py"))
    for one in lazies:
        pattern, flags = one._Lazy__pattern, one._Lazy__flags
        if isinstance(pattern, bytes):
            pattern = pattern.decode("latin-1")
        name, where = names.get(id(one), ("", "medlint"))
        called = set(re.findall(rf"\b{name}\.([a-z]+)\(", source)) if name else set()
        yield Expression(pattern, int(flags), _methods(called) or frozenset({"search"}), where)


def _methods(used: set[str]) -> frozenset[str]:
    kinds = used & {"match", "fullmatch"}
    return frozenset(kinds | ({"search"} if used & _SEARCHING else set()))


def _caller() -> str:
    frame = sys._getframe(2)
    while frame.f_back is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name not in {"re", "functools", "medlint.patterns", __name__}:
            return name
        frame = frame.f_back
    return "?"


def _use_everything() -> None:
    """Read, lint and fix the examples of all rules, and a post in each notation."""
    import importlib
    import pkgutil

    import medlint

    for module in pkgutil.walk_packages(medlint.__path__, "medlint."):
        if not module.name.endswith(("__main__", "docs")):
            importlib.import_module(module.name)
    from medlint.fixer import fix
    from medlint.linter import lint_source
    from medlint.parsers import parse
    from medlint.settings import Settings
    from medlint.text import Source, Span

    sys.path.insert(0, str(ROOT / "tests"))
    from rule_cases import example_cases, file_cases

    for case in (*example_cases(), *file_cases()):
        example = case.example
        table = {**example.settings, "select": ["ALL"]}
        settings = Settings.from_mapping(table)
        source = Source(example.post, example.path)
        lint = functools.partial(lint_source, settings=settings, relative=example.path)
        fix(source, lint(source), lint, unsafe=True)
        parse(source.text, Span(0, len(source.text)), parser="markdown-it")
    parse(_HTML, Span(0, len(_HTML)), parser="markdown-it")


#: HTML of each kind, in blocks and in a paragraph.
_HTML = "\n\n".join(
    before + html
    for html in (
        "<pre>a\n</pre>",
        "<!--\n-->",
        "<?\n?>",
        "<!A\n>",
        "<![CDATA[\n]]>",
        "<p>",
        "<a b='c'>",
    )
    for before in ("", "a ")
)


# Attacking


def attacks(pattern: str, flags: int) -> Iterator[tuple[str, str]]:
    """What leads up to each unbounded repetition of an expression, and what goes round it."""
    try:
        tree = sre.parse(pattern, flags & ~re.DEBUG)
    except re.error:  # pragma: no cover  # it has been compiled before
        return
    seen = set()
    for before, body in _repetitions(list(tree), ""):
        for pump in dict.fromkeys(_samples(body)):
            if pump and (before, pump) not in seen:
                seen.add((before, pump))
                yield before, pump
                if len(seen) >= _BODIES:
                    return


def _repetitions(tree: Iterable[Any], before: str) -> Iterator[tuple[str, list[Any]]]:
    """Each repetition with a text that leads up to it, inner ones too."""
    for code, value in tree:
        if code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
            _, most, body = value
            if most is codes.MAXREPEAT or most > _MANY:
                yield before, list(body)
            yield from _repetitions(list(body), before)
        else:
            for inner in _inside(code, value):
                yield from _repetitions(inner, before)
        before += next(_samples([(code, value)]), "")


def _inside(code: Any, value: Any) -> Iterator[list[Any]]:
    if code is codes.SUBPATTERN:
        yield list(value[3])
    elif code is codes.BRANCH:
        yield from (list(branch) for branch in value[1])
    elif code in {codes.ASSERT, codes.ASSERT_NOT}:
        yield list(value[1])
    elif code is codes.ATOMIC_GROUP:
        yield list(value)


def _samples(tree: list[Any]) -> Iterator[str]:
    """A few texts that match a piece of an expression, roughly."""
    texts = [""]
    for code, value in tree:
        choices = _sample(code, value)[:6]
        texts = [text + choice for text in texts for choice in choices][:12] or texts
    yield from texts


def _sample(code: Any, value: Any) -> list[str]:
    if code is codes.LITERAL:
        return [chr(value)]
    if code is codes.NOT_LITERAL:
        return [one for one in ("a", " ", "<") if ord(one) != value]
    if code is codes.ANY:
        return ["a", " "]
    if code is codes.IN:
        return _of_class(value)
    if code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
        least, most, body = value
        inner = list(_samples(list(body)))
        times = max(least, 1 if most else 0)
        return [one * times for one in inner] + ([""] if not least else [])
    if code is codes.SUBPATTERN:
        return list(_samples(list(value[3])))
    if code is codes.BRANCH:
        return [one for branch in value[1] for one in list(_samples(list(branch)))[:2]]
    if code is codes.ATOMIC_GROUP:
        return list(_samples(list(value)))
    return [""]


_CANDIDATES = "a1 \t\n-_.:/<>[](){}*#|&=\"'\\,;!?~`+%@A9é\u3000漢\u200b"


def _of_class(value: list[Any]) -> list[str]:
    """Some characters of a class."""
    found = [one for one in _CANDIDATES if _in_class(ord(one), value)]
    if not found:
        for code, item in value:
            if code is codes.LITERAL:
                found.append(chr(item))
            elif code is codes.RANGE:
                found.append(chr(item[0]))
    return found[:8]


def _in_class(number: int, value: list[Any]) -> bool:
    negated = bool(value) and value[0][0] is codes.NEGATE
    character = chr(number)
    hit = False
    for code, item in value:
        if code is codes.LITERAL:
            hit |= number == item
        elif code is codes.RANGE:
            hit |= item[0] <= number <= item[1]
        elif code is codes.CATEGORY:
            name = str(item)
            hit |= any(
                test(character) != ("NOT_" in name)
                for word, test in (
                    ("DIGIT", str.isdigit),
                    ("SPACE", str.isspace),
                    ("WORD", lambda one: one.isalnum() or one == "_"),
                )
                if word in name
            )
    return hit != negated


def slow(expression: Expression) -> Slow | None:
    """A text for which an expression takes too long, or ``None`` where none was found."""
    compiled = re.compile(expression.pattern, expression.flags)
    before = signal.signal(signal.SIGVTALRM, _time_up)
    try:
        for attack in _attacks_of(expression):
            if any(not _in_time(compiled, method, attack) for method in expression.methods):
                return Slow(expression, attack)
    finally:
        signal.signal(signal.SIGVTALRM, before)
    return None


def _attacks_of(expression: Expression) -> Iterator[tuple[str, str, str]]:
    seen = set()
    for before, pump in attacks(expression.pattern, expression.flags):
        for lead in dict.fromkeys((before, "")):
            for end in _ENDS:
                yield lead, pump, end
        # What leads up to a repetition, again and again: each is a place to start from.
        for again in (before + pump, before):
            if again and again not in seen:
                seen.add(again)
                yield "", again, ""


def _in_time(compiled: re.Pattern[str], method: str, attack: tuple[str, str, str]) -> bool:
    lead, pump, end = attack
    text = lead + pump * max(SIZE // len(pump), 1) + end
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
        try:
            if method == "search":
                for _ in compiled.finditer(text):
                    pass
            else:
                getattr(compiled, method)(text)
        finally:
            # The time may be up in this very moment, so this stands within the outer `try`.
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except _TimeUpError:
        return False
    return True


class _TimeUpError(Exception):
    pass


def _time_up(*_: object) -> None:
    raise _TimeUpError


def main() -> int:
    """Attack all; returns 1 where some are slow."""
    expressions = collect()
    found = [one for one in map(slow, expressions) if one is not None]
    ours = sum(one.where.startswith("medlint") for one in expressions)
    print(f"{len(expressions)} expressions, {ours} of them medlint's own, {len(found)} slow")
    for one in found:
        ways = ", ".join(sorted(one.expression.methods))
        print(f"{one.expression.where} ({ways})")
        print(f"    {one.expression.pattern[:300]!r}")
        print(f"    {one.attack!r}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
