"""Which rules run, from selectors of several layers.

A layer is one place that selects: the settings file, an override, the command
line. Of all selectors that name a rule the most exact decides; of equally
exact ones that of the later layer; within a layer ``ignore``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medlint.rule import Rule

_EXACT = 100
_ALL = 0
_DEFAULT = -1


class Layer(NamedTuple):
    """The selectors of one place.

    Attributes:
        select: What replaces all that earlier layers selected, or ``None`` for nothing.
        extend_select: What is selected besides.
        ignore: What is not to run.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def enabled(layers: Iterable[Layer], rules: Iterable[type[Rule]]) -> frozenset[str]:
    """The codes of the rules to run.

    Rules that run on files that could not be read (stage ``source``) need no
    selecting: that a post was not checked is said unless it is ignored.

    Args:
        layers: The layers, the later ones stronger.
        rules: The rules to choose from.
    """
    rules = tuple(rules)
    kept: list[Layer] = []
    base = True
    for layer in layers:
        if layer.select is not None:
            base = False
            kept = [Layer(ignore=earlier.ignore) for earlier in kept]
        kept.append(layer)
    codes = set()
    for rule in rules:
        on = rule.stage == "source" or (base and rule.default)
        strongest = _DEFAULT
        for layer in kept:
            for selectors, verdict in (
                (layer.select or (), True),
                (layer.extend_select, True),
                (layer.ignore, False),
            ):
                for selector in selectors:
                    exactness = _exactness(selector, rule)
                    if exactness is not None and exactness >= strongest:
                        strongest, on = exactness, verdict
        if on:
            codes.add(rule.code)
    return frozenset(codes)


def names(selector: str, rule: type[Rule]) -> bool:
    """Whether a selector names a rule."""
    return _exactness(selector, rule) is not None


def _exactness(selector: str, rule: type[Rule]) -> int | None:
    """How exactly a selector names a rule, the more the greater; ``None`` if it does not."""
    word = selector.upper()
    if word in {rule.code, rule.name.upper()}:
        return _EXACT
    if word == "ALL":
        return _ALL
    return len(word) if rule.code.startswith(word) else None
