"""What came of a run: the inputs that were tried, and those that failed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fuzz.failures import Failures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from fuzz.targets import Target

#: Of how many inputs one is made long, to see that time grows in proportion.
_GROWN = 500
#: How often an input that grows too slow is tried while it is made smaller; it takes long.
_SLOW_ATTEMPTS = 40


class Tried:
    """What came of a run.

    Attributes:
        inputs: How many inputs were tried, on every target each.
        grown: How many of them were made long.
        failures: What failed, by the target's name.
        slow: What took more time than in proportion, by the target's name.
    """

    def __init__(
        self,
        targets: Mapping[str, Target],
        growth: Callable[[Callable[[str], None], str], None] | None = None,
        every: int = _GROWN,
    ) -> None:
        """Begin a run.

        Args:
            targets: What each input is tried on, by name.
            growth: Checks that a piece of work takes time in proportion.
            every: Of how many inputs one is given to it.
        """
        self._growth = growth
        self._every = every
        self.inputs = self.grown = 0
        self.failures = {name: Failures(target.check) for name, target in targets.items()}
        self.slow = {
            name: Failures(partial(growth or _any, target.work), _SLOW_ATTEMPTS)
            for name, target in targets.items()
        }

    def run(self, text: str) -> list[str]:
        """Try one input on every target; returns what fails for the first time."""
        self.inputs += 1
        new = [failures.run(text) for failures in self.failures.values()]
        if self._growth is not None and self.inputs % self._every == 0:
            self.grown += 1
            new += [failures.run(text) for failures in self.slow.values()]
        return [where for where in new if where is not None]

    def failed(self) -> int:
        """How many inputs failed on any target, counted for each."""
        return sum(one.count for one in (*self.failures.values(), *self.slow.values()))

    def tell(self, folder: Path, suffix: str = "") -> None:
        """Print what failed of each target, and write the inputs that show it into a folder.

        Args:
            folder: For the inputs; it is made where one failed.
            suffix: What follows the target's name in those of the files.
        """
        for name, failures in self.failures.items():
            slow = self.slow[name]
            print(f"  {name}: {failures.count:,} failed, {slow.count:,} too slow", flush=True)
            stem = name + suffix
            for line in (*failures.save(folder, stem), *slow.save(folder, f"{stem}-slow")):
                print(f"  {line}", flush=True)


def _any(work: Callable[[str], None], text: str) -> None:
    """Take any growth."""
