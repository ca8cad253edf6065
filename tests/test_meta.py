"""Tests over all rules and all modules: what a new file must bring, and what it may import."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from medlint.docs import rule_table
from medlint.fields import FIELDS, fold
from medlint.registry import all_rules, expand, find_rule, rule_infos
from medlint.rule_text import read_rule
from medlint.rules import find_rules

if TYPE_CHECKING:
    from pathlib import Path

    from medlint.rule import Rule

PACKAGE = ROOT / "medlint"
RULES = all_rules()
RULE_FILES = sorted(PACKAGE.glob("rules/*/med*.py"))
#: Rules are grouped by the first digit of their code.
FAMILY_OF_DIGIT = dict(
    zip(
        "01234567",
        ("file", "metadata", "links", "spam", "images", "medium", "keyword", "site"),
        strict=True,
    )
)

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


class TestRules:
    def test_there_are_rules(self) -> None:
        assert len(RULES) >= 30

    def test_the_table_of_rules_is_up_to_date(self) -> None:
        text = (PACKAGE / "rules" / "table.py").read_text(encoding="utf-8")
        wanted = rule_table(find_rules())
        missing = sorted(set(wanted.splitlines()) ^ set(text.splitlines()))
        assert text == wanted, f"medlint/rules/table.py is stale; run: make docs ({missing})"

    def test_the_table_of_rules_says_what_the_rules_say(self) -> None:
        assert find_rules() == RULES
        for rule, info in zip(RULES, rule_infos(), strict=True):
            assert (info.code, info.name, info.default, info.stage, info.severity) == (
                *(rule.code, rule.name, rule.default, rule.stage),
                rule.severity.label,
            )
            assert info.needs == rule.needs

    def test_each_file_holds_one_rule_and_is_called_after_it(self) -> None:
        by_module = {rule.__module__: rule for rule in RULES}
        assert len(by_module) == len(RULES) == len(RULE_FILES)
        for path in RULE_FILES:
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            rule = by_module[module]
            assert path.stem == f"{rule.code}_{rule.name}".lower().replace("-", "_")

    def test_codes_and_names_are_unique(self) -> None:
        assert len({rule.code for rule in RULES}) == len(RULES)
        assert len({rule.name for rule in RULES}) == len(RULES)

    @each_rule
    def test_code_name_and_family(self, rule: type[Rule]) -> None:
        assert re.fullmatch(r"MED[1-9]\d\d|MED0\d[1-9]|MED0[1-9]0", rule.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
        folder = rule.__module__.split(".")[-2]
        assert FAMILY_OF_DIGIT.get(rule.code[3], folder) == folder

    @each_rule
    def test_selectors_find_it(self, rule: type[Rule]) -> None:
        assert find_rule(rule.code) is rule
        assert find_rule(rule.name) is rule
        for selector in (rule.code, rule.name, rule.code[:4], "MED", "ALL"):
            assert rule.code in expand(selector)

    @each_rule
    def test_docstring_has_its_parts_in_order(self, rule: type[Rule]) -> None:
        paragraphs = (rule.__doc__ or "").strip().split("\n\n")
        labels = [
            match[1]
            for paragraph in paragraphs
            if (match := re.match(r"\s*(Mend|Language|Limits|Source):", paragraph))
        ]
        expected = [word for word in ("Mend", "Language", "Limits", "Source") if word in labels]
        assert labels == expected, "parts stand in this order, each once"
        parts = read_rule(rule)
        assert parts.summary.endswith(".")
        assert "\n" not in paragraphs[0].strip(), "the summary is one line"
        assert 1 <= len(parts.why) <= 2, "one or two paragraphs say why"
        assert parts.mend
        assert parts.source

    @each_rule
    def test_has_examples_for_and_against(self, rule: type[Rule]) -> None:
        assert {example.bad for example in rule.examples} == {True, False}
        assert len(rule.examples) <= 6, "further cases belong in tests/rules"
        for example in rule.examples:
            assert bool(example.spans) == example.bad
            assert example.fixed is None or example.bad

    @each_rule
    def test_options_are_described(self, rule: type[Rule]) -> None:
        for option in rule.options:
            assert option.help.endswith("."), option.name
            assert option.name != "severity", "every rule has that one"
            assert isinstance(option.default, bool | int | float | str | tuple)
            assert getattr(rule(), option.attribute) == option.default
            if option.choices:
                assert option.default in option.choices

    @each_rule
    def test_holds_no_state(self, rule: type[Rule]) -> None:
        with pytest.raises(AttributeError, match="no state"):
            rule().anything = 1

    def test_files_of_cases_are_called_after_rules(self) -> None:
        codes = {rule.code for rule in RULES} | {"README"}
        assert [path.name for path in ROOT.glob("tests/rules/*") if path.stem not in codes] == []


class TestData:
    FILES = sorted(path for path in (PACKAGE / "data").rglob("*") if path.is_file())

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
    def test_is_clean_utf8_and_says_where_it_is_from(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("#"), "a comment on top says what the list is"
        assert text.endswith("\n")
        assert "\r" not in text
        section, entries = "", []
        for line in text.splitlines():
            assert line == line.strip()
            if line.startswith("["):
                section = line
            elif line and not line.startswith("#"):
                entries.append((section, line))
        twice = {entry for entry in entries if entries.count(entry) > 1}
        assert not twice

    def test_is_used(self) -> None:
        sources = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
        unused = [
            path.name
            for path in self.FILES
            if path.stem not in sources and path.parent.name not in sources
        ]
        assert unused == []

    def test_no_key_is_both_a_field_and_no_field(self) -> None:
        from medlint.wordlists import load

        fields = {fold(key) for keys in FIELDS.values() for key in keys}
        known = {fold(key) for key in load("known-keys")}
        assert not known & fields


#: From the text up to the commands; each module imports only what stands before it.
LAYERS = (
    "accelerator",
    "text",
    "fixes",
    "diagnostic",
    "document",
    "front_matter",
    "html",
    "parsers",
    "fields",
    "directives",
    "rule",
    "rules",
    "registry",
    "suppressions",
    "post",
    "linter",
    "reporters",
    "cli",
)

#: What a module may not import, whatever else it imports, not even inside a function.
FORBIDDEN = {
    "rules": ("linter", "cli", "commands", "reporters", "settings", "files", "api", "terminal"),
    "reporters": ("rules", "linter", "parsers", "front_matter", "settings", "cli", "commands"),
    "parsers": ("rules", "rule", "post", "linter", "settings", "registry", "front_matter"),
    "front_matter": ("rules", "rule", "post", "linter", "settings", "registry", "parsers"),
    "settings": ("linter", "post", "parsers", "reporters", "cli", "commands"),
    "linter": ("cli", "commands", "reporters", "api", "rules"),
    "text": ("diagnostic", "fixes", "document", "post", "rule"),
}

#: Packages that cost start-up time: imported where they are needed, never on import of a module.
SLOW = frozenset(
    {
        *("asyncio", "concurrent", "dataclasses", "importlib.metadata", "importlib.resources"),
        *("inspect", "json", "logging", "pathlib", "subprocess", "unittest", "urllib"),
        *("frontmatter", "markdown_it", "pyromark", "snowballstemmer", "tomli", "validators"),
        "yaml",
    }
)

#: Modules that nothing imports unless their slow package is needed.
MAY_BE_SLOW = (
    "front_matter/yaml_",
    "front_matter/toml_",
    "front_matter/json_",
    "front_matter/handlers",
    "front_matter/block",
    "parsers/markdown_it",
    "parsers/lean",
    "parsers/link_helpers",
    "parsers/quotes",
    "parsers/pulldown",
    "parsers/bare_urls",
    "docs.py",
)


@cache
def imports(path: Path) -> tuple[tuple[str, bool], ...]:
    """What a module imports at run time: full names, and whether only inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: list[tuple[str, bool]] = []
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, lazy = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += [(child, lazy) for child in node.orelse]
            continue
        if isinstance(node, ast.Import):
            found += [(alias.name, lazy) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                inner = ROOT.joinpath(*full.split("."))
                is_module = inner.is_dir() or inner.with_suffix(".py").is_file()
                found.append((full if is_module else str(node.module), lazy))
        lazy = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        waiting += [(child, lazy) for child in ast.iter_child_nodes(node)]
    return tuple(found)


MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in PACKAGE.rglob("*.py")
}


def part(module: str) -> str:
    """The module or package right below ``medlint``."""
    return module.split(".")[1] if "." in module else ""


def parts_imported(module: str) -> set[str]:
    return {part(name) for name, _ in imports(MODULES[module]) if name.startswith("medlint.")}


class TestLayers:
    @pytest.mark.parametrize("module", sorted(MODULES))
    def test_forbidden_imports(self, module: str) -> None:
        forbidden = FORBIDDEN.get(part(module), ())
        assert parts_imported(module).isdisjoint(forbidden)

    def test_imports_go_one_way(self) -> None:
        """No two parts of the package need each other, not even inside functions."""
        graph: dict[str, set[str]] = {}
        for module in MODULES:
            if part(module):
                graph.setdefault(part(module), set()).update(parts_imported(module))
        for name, needed in graph.items():
            needed.discard(name)
        done: set[str] = set()
        while left := {name for name in graph if name not in done}:
            free = {name for name in left if graph[name] <= done}
            assert free, f"these import each other in a circle: {_circle(graph, left)}"
            done |= free

    def test_the_order_of_the_main_parts(self) -> None:
        for module in MODULES:
            if part(module) in LAYERS:
                later = LAYERS[LAYERS.index(part(module)) + 1 :]
                assert parts_imported(module).isdisjoint(later), module

    @pytest.mark.parametrize(
        "module",
        sorted(
            module
            for module, path in MODULES.items()
            if not path.relative_to(PACKAGE).as_posix().startswith(MAY_BE_SLOW)
        ),
    )
    def test_slow_packages_are_imported_only_where_needed(self, module: str) -> None:
        eager = {name for name, lazy in imports(MODULES[module]) if not lazy}
        slow = {name for name in eager if name in SLOW or name.split(".")[0] in SLOW}
        assert not slow

    def test_typing_is_not_loaded(self) -> None:
        users = [
            module
            for module, path in MODULES.items()
            if any(name.split(".")[0] == "typing" for name, _ in imports(path))
        ]
        assert users == [], "what these need of typing they take from medlint.typed"

    def test_one_module_calls_validators(self) -> None:
        callers = [
            module
            for module, path in MODULES.items()
            if any(name.split(".")[0] == "validators" for name, _ in imports(path))
        ]
        assert callers == ["medlint.urls"]

    def test_rules_know_neither_files_nor_network_nor_terminal(self) -> None:
        outside = {"os", "io", "socket", "sys", "subprocess", "pathlib", "urllib.request", "http"}
        for module, path in MODULES.items():
            if module.startswith("medlint.rules."):
                assert outside.isdisjoint(name for name, _ in imports(path)), module
                called = {
                    node.func.id
                    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                }
                assert called.isdisjoint({"open", "print", "input", "exec", "eval"}), module

    def test_the_linter_knows_no_single_rule(self) -> None:
        text = MODULES["medlint.linter"].read_text(encoding="utf-8")
        assert set(re.findall(r"MED\d\d\d", text)) == {"MED000"}


def _circle(graph: dict[str, set[str]], left: set[str]) -> str:
    name = sorted(left)[0]
    path = [name]
    while True:
        name = sorted(graph[name] & left)[0]
        if name in path:
            return " → ".join([*path[path.index(name) :], name])
        path.append(name)
