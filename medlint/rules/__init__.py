"""The built-in rules: one rule a file, one folder a family.

A file in one of the folders below that defines a rule is found by
:func:`find_rules`; there is no list to keep by hand. What has to be known of
the rules before one of them runs stands in :mod:`medlint.rules.table`, which
``make docs`` makes from them: importing every rule to ask for its name would
take longer than to lint a post.
"""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medlint.rule import Rule


def find_rules() -> tuple[type[Rule], ...]:
    """Import every rule there is a file of, by code.

    Raises:
        ValueError: A file does not hold the one rule that it is called after.
    """
    from importlib import import_module
    from pkgutil import iter_modules

    found: list[type[Rule]] = []
    for family in iter_modules(__path__, f"{__name__}."):
        if not family.ispkg:
            continue
        package = import_module(family.name)
        for info in iter_modules(package.__path__, f"{family.name}."):
            module = import_module(info.name)
            rules: list[Any] = [
                value
                for value in vars(module).values()
                if isinstance(value, type)
                and value.__module__ == info.name
                and hasattr(value, "code")
            ]
            name = info.name.rpartition(".")[2]
            if [module_name(rule.code, rule.name) for rule in rules] != [name]:
                called = " and ".join(module_name(rule.code, rule.name) for rule in rules)
                raise ValueError(
                    f"{module.__file__}: a file holds one rule and is called after its code and "
                    f"name; this one is to be called {called or 'otherwise, for it has none'}"
                )
            found += rules
    return tuple(sorted(found, key=lambda rule: rule.code))


def module_name(code: str, name: str) -> str:
    """What a rule's file is called, without folder and extension."""
    return f"{code.lower()}_{name.replace('-', '_')}"
