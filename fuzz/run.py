"""A run of inputs that Hypothesis builds, each with its mutants."""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING

import hypothesis
from hypothesis import strategies as st

from fuzz import structure
from fuzz.failures import Failures
from fuzz.making import mutate

if TYPE_CHECKING:
    from fuzz.targets import Target

#: How many mutants are made of each post that Hypothesis builds.
_MUTANTS = 100


def structured(target: Target, runs: int, seed: int, tell_every: int = 0) -> tuple[int, Failures]:
    """Try inputs that Hypothesis builds and their mutants.

    Args:
        target: What to try them on.
        runs: How many to try, at least.
        seed: The same seed makes the same inputs.
        tell_every: After how many inputs to say how far it has come; 0 for never.

    Returns:
        How many inputs were tried, and what failed.
    """
    failures = Failures(target.check)
    others: list[str] = [""]
    tried = 0
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
        nonlocal tried
        random = Random(number)
        others.append(text)
        if len(others) > 400:
            others[random.randrange(400)] = others.pop()
        failures.run(text)
        tried += 1
        mutant = text
        for index in range(min(_MUTANTS, runs) - 1):
            # Mostly chains of a few changes, each checked on the way.
            mutant = mutate(random, text if index % 4 == 0 else mutant, target.dictionary, others)
            failures.run(mutant)
            tried += 1
            if tell_every and tried % tell_every == 0:
                spent = time.process_time() - started
                print(f"  {tried:,} tried, {failures.count:,} failed, {spent:,.0f} s", flush=True)

    one()
    return tried, failures
