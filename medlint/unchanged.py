"""Posts whose files are as a former run over the same posts has left them.

To look at the state of a file takes a fifth of the time that it takes to read
it and to look up what is known of its content. So what a run over many posts
has found is kept once more, in one piece, with the state of each file: where
that is the same, so is the content. Where it is not, or might not tell, the
content decides.
"""

from __future__ import annotations

import os
import stat
from marshal import dumps, loads
from time import time_ns

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medlint.files import PostFile
    from medlint.jobs import Outcome

    #: Last change of the content and of the state, in nanoseconds; size, number, device.
    State = tuple[int, int, int, int, int]
    #: State and digest of a file; the day, the local files and the findings as in an
    #: :class:`~medlint.jobs.Outcome`.
    Kept = tuple[State, bytes, str, tuple[tuple[str, tuple[object, ...]], ...], bytes]

#: How long a file has to have been left alone for its state to tell of its next change, in
#: nanoseconds. No file system counts its time in longer steps.
_SETTLED = 2_000_000_000
#: What holds more than this is not kept, in bytes.
_MOST = 8_000_000
#: Whether the state of a file holds when it was last changed in any way, which nobody can set.
#: On Windows it is when the file was made.
_TELLING = os.name == "posix"


class Unchanged:
    """The posts of one run, as they were when a former run had read them.

    Args:
        files: The posts.
        kept: What :meth:`packed` gave of that run, or ``None``.

    Attributes:
        known: For each post what is known of it, if its file is as it was.
    """

    def __init__(self, files: Sequence[PostFile], kept: bytes | None) -> None:
        # Before any file is read: what changes while it is being read shows the next time.
        self._states = [_state_of(file.real) for file in files]
        self._before: list[Kept | None] = [None] * len(files) if kept is None else loads(kept)
        self.known = [
            before if before is not None and before[0] == state else None
            for before, state in zip(self._before, self._states, strict=True)
        ]

    def note(self, number: int, outcome: Outcome) -> None:
        """Take note of what came of a post.

        Args:
            number: Its number among the posts, from 0 on.
            outcome: What was found in it by reading it.
        """
        state, condition = self._states[number], outcome.condition
        if state is not None and condition is not None:
            self.known[number] = (state, outcome.content, *condition, outcome.found)

    def packed(self) -> bytes | None:
        """What to keep for the next run; ``None`` where that is what was kept before."""
        if self.known == self._before:
            return None
        self._before = self.known
        packed = dumps(self.known)
        return packed if len(packed) <= _MOST else None


def _state_of(path: str) -> State | None:
    """The state of a file, or ``None`` where it would not tell of the next change.

    That is so of a file that was changed just now: it can change once more with
    its clock, as it is kept by the file system, showing the same time.
    """
    if not _TELLING:
        return None
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    changed, touched = found.st_mtime_ns, found.st_ctime_ns
    if max(changed, touched) + _SETTLED > time_ns():
        return None
    return changed, touched, found.st_size, found.st_ino, found.st_dev
