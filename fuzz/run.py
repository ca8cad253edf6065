"""A run of inputs that Hypothesis builds, each with its mutants."""

from __future__ import annotations

import time
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

import hypothesis
from hypothesis import strategies as st

from fuzz import structure
from fuzz.growth import check_growth
from fuzz.making import mutate, part_of
from fuzz.tried import Tried

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fuzz.targets import Target

#: How many mutants are made of each post that Hypothesis builds.
_MUTANTS = 100


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
    tried = Tried(targets, check_growth if growth else None)
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
