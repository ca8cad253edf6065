"""What medlint needs: bounds, the lock, the hooks and the licences agree with each other."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import ClassVar

import pytest
import yaml
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

sys.path.insert(0, str(ROOT / "tools"))
import lowest

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
#: What users may install: nothing of it may bind those who use medlint or change it.
USERS = [*PROJECT["dependencies"], *EXTRAS["fast"], *EXTRAS["watch"]]
LOCK = (ROOT / "requirements" / "dev.lock").read_text(encoding="utf-8")
LICENCES = {
    *("MIT", "MIT License", "BSD-3-Clause", "BSD License", "PSF-2.0"),
    *("MPL-2.0", "Mozilla Public License 2.0 (MPL 2.0)"),
}


def names(requirements: list[str]) -> dict[str, Requirement]:
    parsed = map(Requirement, requirements)
    return {canonicalize_name(requirement.name): requirement for requirement in parsed}


class TestBounds:
    def test_each_requirement_says_from_which_version_on_it_holds(self) -> None:
        found = lowest.bounds()
        assert len(found) == len(PROJECT["dependencies"]) + sum(map(len, EXTRAS.values()))
        assert lowest.constraints(found)

    def test_what_is_installed_is_within_them(self) -> None:
        for name, requirement in names([*USERS, *EXTRAS["dev"]]).items():
            if requirement.marker is None or requirement.marker.evaluate():
                assert distribution(name).version in requirement.specifier, name

    @pytest.mark.parametrize("requirement", ["tomli", "tomli==2", "tomli<3", "tomli>=2,!=2.1"])
    def test_a_requirement_of_another_form_is_refused(
        self, requirement: str, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        file = tmp_path_factory.mktemp("project") / "pyproject.toml"
        text = f'[project]\ndependencies = ["{requirement}"]\noptional-dependencies = {{}}\n'
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match="says from which version"):
            lowest.bounds(file)

    def test_two_bounds_for_one_package_are_refused(self) -> None:
        bound = lowest.Bound("tomli", "2.0", "", "")
        assert lowest.constraints([bound, bound]) == ["tomli==2.0"]
        with pytest.raises(ValueError, match="tomli has two lower bounds"):
            lowest.constraints([bound, bound._replace(lowest="2.1", extra="dev")])

    @pytest.mark.parametrize("name", [".pre-commit-hooks.yaml", ".pre-commit-config.yaml"])
    def test_the_hooks_take_the_faster_parser_that_is_tested(self, name: str) -> None:
        file = ROOT / name
        if not file.exists():
            assert not (ROOT / ".git").exists(), "only the sdist is without it"
            return
        (fast,) = EXTRAS["fast"]
        found = re.findall(r"pyromark[^;\n]*", file.read_text(encoding="utf-8"))
        assert set(found) <= {fast}
        if name == ".pre-commit-hooks.yaml":
            assert len(found) == len(yaml.safe_load(file.read_text(encoding="utf-8")))


class TestPythons:
    def test_the_versions_named_are_those_that_are_told_as_tested(self) -> None:
        versions = [
            found.rpartition(" ")[2]
            for found in PROJECT["classifiers"]
            if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", found)
        ]
        assert PROJECT["requires-python"] == f">={versions[0]}"
        page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
        told = re.search(r"^\| Python, all tests \| ([0-9., ]+) \|$", page, re.MULTILINE)
        assert told is not None
        assert [found.rpartition(".")[0] for found in told[1].split(", ")] == versions


class TestLock:
    PINS: ClassVar = dict(re.findall(r"^([a-z0-9._-]+)==(\S+) \\$", LOCK, re.MULTILINE))

    def test_it_has_all_that_developers_need_in_versions_that_will_do(self) -> None:
        for name, requirement in names([*USERS, *EXTRAS["dev"]]).items():
            assert name in self.PINS, f"{name} is missing; run: make lock"
            assert self.PINS[name] in requirement.specifier, f"{name} is old; run: make lock"

    def test_each_pin_has_hashes_and_none_tells_where_it_is_from(self) -> None:
        entries = re.split(r"\n(?=[a-z0-9])", LOCK.strip())
        assert len([entry for entry in entries if "==" in entry]) == len(self.PINS)
        for entry in entries:
            assert "==" not in entry or "--hash=sha256:" in entry, entry
        assert "://" not in LOCK
        assert "--index" not in LOCK


def closure(requirements: list[str]) -> dict[str, Distribution]:
    """All packages that requirements bring along here, by name."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement(requirement) for requirement in requirements]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            pytest.fail(f"{name} is needed and not installed")
        waiting += map(Requirement, found[name].requires or ())
    return found


def licence(package: Distribution) -> str:
    """The licence by its SPDX identifier, or in the words of the package."""
    about = package.metadata
    told = about.get_all("License-Expression") or []
    told += [
        text.rpartition(" :: ")[2]
        for text in about.get_all("Classifier") or ()
        if text.startswith("License :: OSI Approved ::")
    ]
    told += about.get_all("License") or []
    told += [
        file.read_text(encoding="utf-8").partition("\n")[0]
        for file in package.files or ()
        if file.stem.upper() in {"LICENSE", "LICENCE"} and ".dist-info" in str(file)
    ]
    return next((text for text in told if text and "\n" not in text), "")


class TestLicences:
    PACKAGES = closure(USERS)

    @pytest.mark.parametrize("name", sorted(PACKAGES))
    def test_each_package_that_users_install_goes_with_medlints(self, name: str) -> None:
        assert licence(self.PACKAGES[name]) in LICENCES

    @pytest.mark.parametrize("name", sorted(PACKAGES))
    def test_each_is_told(self, name: str) -> None:
        page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
        told = page.partition("## Licences")[2].lower().replace("_", "-")
        assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", told)
