"""All rules, and the selectors that name them.

A selector is a code (``MED201``), a code prefix (``MED2``), a name
(``generic-anchor``) or ``ALL``.

Most questions are answered from :mod:`medlint.rules.table`, without importing
a rule.
"""

from __future__ import annotations

import sys
from functools import lru_cache

from medlint.bytecode import bring
from medlint.diagnostic import Severity
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from medlint.diagnostic import Finding
    from medlint.post import Post
    from medlint.rule import Need, Rule, Stage

DOCS_URL = "https://github.com/medlint/medlint/blob/main/docs/rules/"

_LOOKALIKES = str.maketrans("OIL", "011")


class RuleInfo(NamedTuple):
    """What is known of a rule without importing it.

    Attributes:
        code: ``MED`` and three digits.
        name: The name in kebab-case.
        family: The folder that it is in.
        severity: The name of its default severity.
        default: Whether it is on unless selected by name.
        stage: When it runs.
        needs: What a post must have for it to say anything, or "".
    """

    code: str
    name: str
    family: str
    severity: str
    default: bool
    stage: Stage
    needs: Need

    @property
    def module(self) -> str:
        """The full name of its module."""
        from medlint.rules import module_name

        return f"medlint.rules.{self.family}.{module_name(self.code, self.name)}"


@lru_cache(maxsize=1)
def rule_infos() -> tuple[RuleInfo, ...]:
    """What is known of every built-in rule, by code."""
    from medlint.rules.table import TABLE

    return tuple(map(RuleInfo._make, TABLE))


@lru_cache(maxsize=8)
def codes_of(stage: Stage) -> frozenset[str]:
    """The codes of the rules of one stage."""
    return frozenset(info.code for info in rule_infos() if info.stage == stage)


@lru_cache(maxsize=1)
def all_rules() -> tuple[type[Rule], ...]:
    """Every built-in rule, imported, by code."""
    return tuple(load(info.code) for info in rule_infos())


def reread() -> None:
    """Forget the table of rules, which has been written anew."""
    sys.modules.pop("medlint.rules.table", None)
    for cache in (rule_infos, codes_of, all_rules, _by_word):
        cache.cache_clear()


def load(code: str) -> type[Rule]:
    """The rule of a code; its module and no other rule's is imported.

    Raises:
        KeyError: There is no such rule.
    """
    info = _by_word()[code]
    rule: type[Rule] = getattr(bring(info.module), _class_name(info.name))
    return rule


def _class_name(name: str) -> str:
    """The name of the class that is called so in kebab-case."""
    return "".join(map(str.capitalize, name.split("-")))


class Planned:
    """A rule that is to run; it is imported when there is something in a post for it.

    Args:
        info: What is known of it.
        options: Its options, by attribute.
    """

    __slots__ = ("_info", "_options", "_rule", "code", "name", "needs", "stage")

    def __init__(self, info: RuleInfo, options: Mapping[str, object]) -> None:
        self.code = info.code
        self.name = info.name
        self.stage = info.stage
        self.needs = info.needs
        self._info = info
        self._options = options
        self._rule: Rule | None = None

    @property
    def severity(self) -> Severity:
        """Its own severity."""
        return Severity.parse(self._info.severity)

    def check(self, post: Post) -> Iterator[Finding]:
        """What it finds in a post, see :meth:`medlint.rule.Rule.check`."""
        return (self._rule or self.rule).check(post)

    @property
    def rule(self) -> Rule:
        """The rule itself."""
        if self._rule is None:
            self._rule = load(self.code)(**self._options)
        return self._rule


@lru_cache(maxsize=1)
def _by_word() -> dict[str, RuleInfo]:
    infos: dict[str, RuleInfo] = {}
    for info in rule_infos():
        infos[info.code] = info
        infos[info.name] = info
    return infos


def find_info(word: str) -> RuleInfo | None:
    """What is known of the rule that a code or name means, case ignored, or ``None``."""
    infos = _by_word()
    return infos.get(word.upper()) or infos.get(word.lower())


def find_rule(word: str) -> type[Rule] | None:
    """The rule that a code or name means, case ignored, imported; or ``None``."""
    info = find_info(word)
    return None if info is None else load(info.code)


def expand(selector: str) -> frozenset[str]:
    """The codes that a selector names; empty where it names no rule."""
    word = selector.upper()
    if word == "ALL":
        return frozenset(info.code for info in rule_infos())
    info = find_info(selector)
    if info is not None:
        return frozenset({info.code})
    if word.startswith("MED"):
        return frozenset(info.code for info in rule_infos() if info.code.startswith(word))
    return frozenset()


def nearest(word: str, words: Iterable[str] | None = None) -> str | None:
    """The known word most like an unknown one, or ``None`` where none is near.

    One code is as good a guess as the next, so a wrong code is near another
    only where letters stand for the digits they look like (``MED2O1``).

    Args:
        word: What the user wrote.
        words: The known words; by default every rule's code and name.
    """
    from medlint.nearest import nearest_word

    upper = word.upper()
    if words is None and upper.startswith("MED") and set(upper[3:]) <= set("0123456789OIL"):
        digits = upper[3:].translate(_LOOKALIKES)
        if 1 <= len(digits) <= 4:
            return f"MED{digits}" if expand(f"MED{digits}") else None
    return nearest_word(word, _by_word() if words is None else words)


def rule_url(rule: type[Rule] | Rule | RuleInfo | Planned) -> str:
    """The address of a rule's page."""
    return f"{DOCS_URL}{rule.code}.md"
