"""Which rules run, from selectors of several layers.

A layer is one place that selects: the settings file, an override, the command
line. Of all selectors that name a rule the most exact decides; of equally
exact ones that of the later layer; within a layer ``ignore``.
"""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medlint.registry import RuleInfo
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


class Decision(NamedTuple):
    """Whether a rule runs, and what decided it.

    Attributes:
        on: Whether it runs.
        layer: The index of the layer that decided, or ``None`` for none of them.
        setting: The setting there (``select``, ``extend-select``, ``ignore``); "" for
            the rule's own default.
        selector: The selector there, as written.
    """

    on: bool
    layer: int | None = None
    setting: str = ""
    selector: str = ""


def enabled(layers: Iterable[Layer], rules: Iterable[type[Rule] | RuleInfo]) -> frozenset[str]:
    """The codes of the rules to run; see :func:`decide`."""
    return frozenset(code for code, decision in decide(layers, rules).items() if decision.on)


def decide(layers: Iterable[Layer], rules: Iterable[type[Rule] | RuleInfo]) -> dict[str, Decision]:
    """For the code of each rule whether it runs, and why.

    Rules that run on files that could not be read (stage ``source``) need no
    selecting: that a post was not checked is said unless it is ignored.

    Args:
        layers: The layers, the later ones stronger.
        rules: The rules to choose from.
    """
    kept: list[Layer] = []
    replaced: int | None = None
    for index, layer in enumerate(layers):
        if layer.select is not None:
            replaced = index
            kept = [Layer(ignore=earlier.ignore) for earlier in kept]
        kept.append(layer)
    decisions = {}
    for rule in rules:
        if rule.stage == "source":
            decision = Decision(True)
        elif replaced is None:
            decision = Decision(rule.default)
        else:
            decision = Decision(False, replaced, "select")
        strongest = _DEFAULT
        for index, layer in enumerate(kept):
            for setting, selectors, verdict in (
                ("select", layer.select or (), True),
                ("extend-select", layer.extend_select, True),
                ("ignore", layer.ignore, False),
            ):
                for selector in selectors:
                    exactness = _exactness(selector, rule)
                    if exactness is not None and exactness >= strongest:
                        strongest = exactness
                        decision = Decision(verdict, index, setting, selector)
        decisions[rule.code] = decision
    return decisions


def names(selector: str, rule: type[Rule] | RuleInfo) -> bool:
    """Whether a selector names a rule."""
    return _exactness(selector, rule) is not None


def _exactness(selector: str, rule: type[Rule] | RuleInfo) -> int | None:
    """How exactly a selector names a rule, the more the greater; ``None`` if it does not."""
    word = selector.upper()
    if word in {rule.code, rule.name.upper()}:
        return _EXACT
    if word == "ALL":
        return _ALL
    return len(word) if rule.code.startswith(word) else None
