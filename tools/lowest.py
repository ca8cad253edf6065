"""Print the lowest versions of all that ``pyproject.toml`` asks for: ``python tools/lowest.py``.

As constraints for pip, one a line. The bounds themselves stand in
``pyproject.toml`` alone; ``make test-lowest`` tests with what is printed here.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)>=(?P<lowest>[0-9][0-9a-z.]*)(?:,<[0-9.]+)?"
    r"(?:\s*;\s*(?P<marker>.+))?"
)


class Bound(NamedTuple):
    """The lowest version of a package that will do.

    Attributes:
        name: The package, as it is written.
        lowest: The version.
        marker: Where it is needed, or "".
        extra: The extra that it belongs to, or "".
    """

    name: str
    lowest: str
    marker: str
    extra: str


def bounds(project: Path = PROJECT) -> list[Bound]:
    """The lower bounds of a project, in the order in which they stand there.

    Raises:
        ValueError: A requirement is not of the form ``name>=1.2``, with ``,<2`` or without.
    """
    table = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    groups = {"": table["dependencies"], **table["optional-dependencies"]}
    found = []
    for extra, requirements in groups.items():
        for requirement in requirements:
            match = _REQUIREMENT.fullmatch(requirement)
            if match is None:
                raise ValueError(
                    f"{requirement}: a requirement says from which version on it holds"
                )
            found.append(Bound(match["name"], match["lowest"], match["marker"] or "", extra))
    return found


def constraints(found: list[Bound]) -> list[str]:
    """Lines for pip, each package once.

    Raises:
        ValueError: One package has two lower bounds.
    """
    lines: dict[str, str] = {}
    for bound in found:
        marker = f"; {bound.marker}" if bound.marker else ""
        line = f"{bound.name}=={bound.lowest}{marker}"
        if lines.setdefault(bound.name.lower(), line) != line:
            raise ValueError(f"{bound.name} has two lower bounds")
    return sorted(lines.values(), key=str.lower)


if __name__ == "__main__":
    try:
        sys.stdout.writelines(f"{line}\n" for line in constraints(bounds()))
    except ValueError as error:
        sys.exit(f"pyproject.toml: {error}")
