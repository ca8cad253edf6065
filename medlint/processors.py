"""How many processes are worth while on this machine."""

from __future__ import annotations

import os

#: Whether processes can be forked here, as workers have to be; on Windows they cannot.
CAN_FORK = hasattr(os, "fork")
#: More processes than this are of no use.
_MOST = 64


def processes(jobs: str) -> int:
    """How many processes may work at once.

    Args:
        jobs: A number of processes; ``auto`` or 0 for one on each processor.
    """
    if not CAN_FORK:
        return 1
    wanted = 0 if jobs == "auto" else int(jobs)
    return min(wanted or _processors(), _MOST)


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
