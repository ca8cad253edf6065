"""That work takes time in proportion to the length of its input, measured on longer inputs."""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Callable

#: Lengths that are compared, in characters. What is linear takes four times as long for the
#: greater one, what is quadratic sixteen times.
_SMALL, _LARGE = 8_000, 32_000
#: Of how many texts one is compared at so many times these lengths, where even a small part
#: of the work shows that is quadratic; it takes long.
_FAR, _FARTHER = 10, 16
_MOST = 9
#: Below this time, in seconds of CPU, nothing is slow.
_FAST = 0.05
_TRIES = 4


def check_growth(
    work: Callable[[str], object],
    text: str,
    clock: Callable[[], float] = time.process_time,
    *,
    farther: bool = True,
) -> None:
    """Check that four times the length does not take much more than four times as long.

    Args:
        work: What is done with a text.
        text: What the longer texts are made of: as a whole or a part of it again and again;
            always the same ones for the same text.
        clock: Tells the time, in seconds.
        farther: Whether to make some texts sixteen times as long.

    Raises:
        AssertionError: It does.
    """
    head, unit, tail = _parts(text)
    far = farther and crc32(text.encode("utf-8", "surrogatepass")) % _FAR == 0
    times = _FARTHER if far else 1

    def made(length: int) -> str:
        return head + unit * (max(length - len(head) - len(tail), 0) // len(unit)) + tail

    small, large = made(times * _SMALL), made(times * _LARGE)
    least_small = least_large = 1e9
    for _ in range(_TRIES):
        least_large = min(least_large, _seconds(work, large, clock))
        if least_large < _FAST:
            return
        least_small = min(least_small, _seconds(work, small, clock))
        if least_large < least_small * _MOST:
            return
    # What else runs on the machine can make a short time long: the next length has to agree.
    if _seconds(work, made(times * 4 * _LARGE), clock) < least_large * _MOST:
        return
    told = f"{least_small:.3f} s for {len(small)} characters, {least_large:.3f} s for {len(large)}"
    raise AssertionError(f"not linear: {told}; repeated is {unit[:100]!r} after {head[-50:]!r}")


def _parts(text: str) -> tuple[str, str, str]:
    """What comes before, what is repeated, and what comes after; the second is not empty."""
    random = Random(crc32(text.encode("utf-8", "surrogatepass")))
    if not text or random.randrange(4) == 0:
        return "", text + "\n\n", ""
    start = random.randrange(len(text))
    end = min(start + random.choice((1, 1, 2, 3, 5, 8, 20, 80)), len(text))
    return text[:start], text[start:end], text[end:]


def _seconds(work: Callable[[str], object], text: str, clock: Callable[[], float]) -> float:
    """How long a piece of work takes."""
    started = clock()
    work(text)
    return clock() - started
