"""The built-in rules: one rule a file, one folder a family.

A file in one of the folders below that defines a :class:`~medlint.rule.Rule`
is found by itself; there is no list to keep.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from medlint.rule import Rule

FAMILIES = ("file", "metadata", "links", "spam", "images", "medium", "keyword")


def _find_rules() -> tuple[type[Rule], ...]:
    rules: list[type[Rule]] = []
    for family in FAMILIES:
        package = import_module(f"medlint.rules.{family}")
        for info in iter_modules(package.__path__):
            module = import_module(f"medlint.rules.{family}.{info.name}")
            rules.extend(
                value
                for value in vars(module).values()
                if isinstance(value, type)
                and issubclass(value, Rule)
                and value.__module__ == module.__name__
            )
    return tuple(rules)


RULES: tuple[type[Rule], ...] = _find_rules()
