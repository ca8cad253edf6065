"""A run of inputs that Hypothesis builds, each with its mutants."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import partial
from random import Random
from typing import TYPE_CHECKING

import hypothesis
from hypothesis import strategies as st

from fuzz import structure
from fuzz.failures import Failures
from fuzz.growth import check_growth
from fuzz.making import mutate, part_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fuzz.targets import Target

#: How many mutants are made of each post that Hypothesis builds.
_MUTANTS = 100
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

    def __init__(self, targets: Mapping[str, Target], *, growth: bool) -> None:
        self._growth = growth
        self.inputs = self.grown = 0
        self.failures = {name: Failures(target.check) for name, target in targets.items()}
        self.slow = {
            name: Failures(partial(check_growth, target.work), _SLOW_ATTEMPTS)
            for name, target in targets.items()
        }

    def run(self, text: str) -> None:
        """Try one input on every target."""
        self.inputs += 1
        for failures in self.failures.values():
            failures.run(text)
        if self._growth and self.inputs % _GROWN == 0:
            self.grown += 1
            for failures in self.slow.values():
                failures.run(text)

    def failed(self) -> int:
        """How many inputs failed on any target, counted for each."""
        return sum(one.count for one in (*self.failures.values(), *self.slow.values()))


def structured(
    targets: Mapping[str, Target],
    runs: int,
    seed: int,
    *,
    growth: bool = False,
    tell_every: int = 0,
) -> Tried:
    """Try inputs that Hypothesis builds and their mutants; Ctrl+C ends it early.

    Args:
        targets: What to try each of them on, by name; inputs are made for the first.
        runs: How many to try, at least.
        seed: The same seed makes the same inputs.
        growth: Whether to see that time grows in proportion, too.
        tell_every: After how many inputs to say how far it has come; 0 for never.
    """
    target = next(iter(targets.values()))
    tried = Tried(targets, growth=growth)
    others: list[str] = [""]
    started = time.process_time()

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=max(runs // _MUTANTS, 1),
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(getattr(structure, target.structure)(), st.integers(0, 2**63))
    def one(text: str, number: int) -> None:
        random = Random(number)
        others.append(text)
        if len(others) > 400:
            others[random.randrange(400)] = others.pop()
        tried.run(text)
        mutant = text
        for index in range(min(_MUTANTS, runs) - 1):
            # Mostly chains of a few changes, each checked on the way; mostly short ones, as
            # they show most faults and take the least time.
            if index % 4 == 0:
                mutant = part_of(random, text) if index % 32 else text
            mutant = mutate(random, mutant, target.dictionary, others)
            tried.run(mutant)
            if tell_every and tried.inputs % tell_every == 0:
                spent = time.process_time() - started
                failed = tried.failed()
                print(f"  {tried.inputs:,} tried, {failed:,} failed, {spent:,.0f} s", flush=True)

    with suppress(KeyboardInterrupt):
        one()
    return tried
