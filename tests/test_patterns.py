"""Tests of regular expressions that wait for their first use."""

from __future__ import annotations

import copy
import re
import subprocess
import sys
from importlib import import_module
from pkgutil import walk_packages

import pytest
from conftest import ROOT

import medlint
from medlint.patterns import lazy

#: Imports a module, and prints what it compiled and which files of data it opened meanwhile.
_WATCH_IMPORT = """
import builtins, importlib, re, sys
import ast, inspect, linecache, pkgutil, tokenize, typing  # what others do is not counted

done = []
for module, name, label in ((re, "_compile", "compiles"), (builtins, "open", "opens")):
    def watched(first, *rest, _original=getattr(module, name), _label=label, **named):
        done.append(f"{_label} {first}")
        return _original(first, *rest, **named)
    setattr(module, name, watched)
for name in sys.argv[1:]:
    importlib.import_module(name)
print("\\n".join(done))
"""


def _modules() -> list[str]:
    """Every module of the package that an import of it does not run as a program."""
    names = [info.name for info in walk_packages(medlint.__path__, "medlint.")]
    return sorted(name for name in names if not name.endswith("__main__"))


def _waiting() -> dict[str, re.Pattern[str]]:
    """Every pattern of the package that is compiled on first use, by its name."""
    found: dict[str, re.Pattern[str]] = {}

    def look(name: str, value: object) -> None:
        if type(value) is type(lazy("")):
            found[name] = value
        elif isinstance(value, (tuple, list)):
            for at, inner in enumerate(value):
                look(f"{name}[{at}]", inner)
        elif isinstance(value, dict):
            for key, inner in value.items():
                look(f"{name}[{key!r}]", inner)

    for module in _modules():
        for name, value in vars(import_module(module)).items():
            look(f"{module}.{name}", value)
    return found


class TestLazy:
    def test_does_what_a_compiled_pattern_does(self) -> None:
        for pattern, flags in ((r"(?P<letter>[a-c])(\d)?", 0), ("B", re.IGNORECASE)):
            waiting, compiled = lazy(pattern, flags), re.compile(pattern, flags)
            text = "a1 b c3"
            assert waiting.findall(text) == compiled.findall(text)
            assert waiting.sub("-", text, count=1) == compiled.sub("-", text, count=1)
            assert waiting.subn("-", text) == compiled.subn("-", text)
            assert waiting.split(text) == compiled.split(text)
            spans = [match.span() for match in compiled.finditer(text, 1, 5)]
            assert [match.span() for match in waiting.finditer(text, 1, 5)] == spans
            for method in ("match", "search", "fullmatch"):
                expected = getattr(compiled, method)(text, 3)
                found = getattr(waiting, method)(text, 3)
                assert (found and found.span()) == (expected and expected.span())
            assert waiting.groups == compiled.groups
            assert waiting.groupindex == compiled.groupindex
            assert (waiting.pattern, waiting.flags) == (compiled.pattern, compiled.flags)

    def test_a_mistake_shows_on_first_use(self) -> None:
        waiting = lazy("(")
        with pytest.raises(re.error, match="missing"):
            waiting.search("text")

    def test_has_no_attributes_that_patterns_lack(self) -> None:
        with pytest.raises(AttributeError, match="sarch"):
            lazy("a").sarch("a")  # type: ignore[attr-defined]  # the mistake to be caught

    def test_copies_and_is_shown(self) -> None:
        waiting = lazy("a+")
        assert copy.copy(waiting).findall("aab") == ["aa"]
        assert repr(waiting) == "lazy('a+', 0)"


class TestEveryPattern:
    @pytest.mark.parametrize(("name", "pattern"), sorted(_waiting().items()))
    def test_is_well_formed(self, name: str, pattern: re.Pattern[str]) -> None:
        assert pattern.groups >= 0, name

    def test_none_is_compiled_when_a_rule_is_imported(self) -> None:
        """Nor is a file of data read: a run on one post needs few of them."""
        shared = ["medlint.rule", "medlint.registry", "medlint.linter"]
        rules = [name for name in _modules() if name.startswith("medlint.rules.")]
        assert len(rules) > 30
        done = subprocess.run(
            [sys.executable, "-c", _WATCH_IMPORT, *shared, *rules],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines() == [""]
