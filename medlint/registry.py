"""All rules, and the selectors that name them.

A selector is a code (``MED201``), a code prefix (``MED2``), a name
(``generic-anchor``) or ``ALL``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from medlint.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medlint.rule import Rule

DOCS_URL = "https://github.com/medlint/medlint/blob/main/docs/rules/"

_CODE = lazy(r"MED\d{0,3}", re.IGNORECASE)
_LIKE_A_CODE = lazy(r"MED[0-9OIL]{1,4}", re.IGNORECASE)
_LOOKALIKES = str.maketrans("OIL", "011")


@lru_cache(maxsize=1)
def all_rules() -> tuple[type[Rule], ...]:
    """Every built-in rule, by code."""
    from medlint.rules import RULES

    return tuple(sorted(RULES, key=lambda rule: rule.code))


@lru_cache(maxsize=1)
def _by_word() -> dict[str, type[Rule]]:
    rules: dict[str, type[Rule]] = {}
    for rule in all_rules():
        rules[rule.code] = rule
        rules[rule.name] = rule
    return rules


def find_rule(word: str) -> type[Rule] | None:
    """The rule that a code or name means, case ignored, or ``None``."""
    rules = _by_word()
    return rules.get(word.upper()) or rules.get(word.lower())


def expand(selector: str) -> frozenset[str]:
    """The codes that a selector names; empty where it names no rule."""
    if selector.upper() == "ALL":
        return frozenset(rule.code for rule in all_rules())
    rule = find_rule(selector)
    if rule is not None:
        return frozenset({rule.code})
    if _CODE.fullmatch(selector):
        prefix = selector.upper()
        return frozenset(rule.code for rule in all_rules() if rule.code.startswith(prefix))
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

    if words is None and _LIKE_A_CODE.fullmatch(word):
        digits = word.upper()[3:].translate(_LOOKALIKES)
        return f"MED{digits}" if expand(f"MED{digits}") else None
    return nearest_word(word, _by_word() if words is None else words)


def rule_url(rule: type[Rule]) -> str:
    """The address of a rule's page."""
    return f"{DOCS_URL}{rule.code}.md"
