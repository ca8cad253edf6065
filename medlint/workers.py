"""Work done by several processes at once, and handed back in order.

The workers are forked, so they have all that the parent has imported and read
by then and start at once. They are told the numbers of the items to work on,
one small portion after the other, so that none waits behind a large item for
long; each result comes back as bytes. ``multiprocessing`` is not used: to import
it takes longer than to lint a post.

A worker that is killed, by the system for want of memory or by a fault in a
library, takes nothing along: its items are worked on again, the one it was at
by a new worker and alone. Killed over the same item twice, that one is given up.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from contextlib import suppress
from struct import Struct

from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import NoReturn

#: How many items a worker has before it at most, so that it need not wait for the parent.
_AHEAD = 8
#: How often an item is tried.
_TRIES = 2
#: How much is read from a worker at once, in bytes.
_PIPE = 1 << 16

_NUMBER = Struct("<I")
#: The number of an item and the length of its result.
_HEAD = Struct("<II")


class Lost(NamedTuple):
    """In place of a result: the item killed its workers.

    Attributes:
        how: What ended the last of them.
    """

    how: str


class Workers:
    """Processes that work on numbered items.

    They are started by :meth:`results`; :meth:`close` leaves no process behind.

    Args:
        work: What makes the result of an item, from its number; called in a worker.
        items: How many items there are; they are numbered from 0.
        count: How many workers.
        told: Is told when a worker was killed: how, and the numbers of the
            items that are worked on again, the one it was at first.
    """

    def __init__(
        self,
        work: Callable[[int], bytes],
        items: int,
        count: int,
        told: Callable[[str, list[int]], None],
    ) -> None:
        self._work = work
        self._items = items
        self._count = count
        self._told = told
        #: The items that no worker has had, and those that one has left.
        self._fresh = range(items)
        self._left: deque[int] = deque()
        self._suspects: deque[int] = deque()
        self._tries: dict[int, int] = {}
        self._done: dict[int, bytes | Lost] = {}
        self._workers: dict[int, _Worker] = {}

    def close(self) -> None:
        """End them, whatever they are at."""
        for worker in self._workers.values():
            worker.kill()
        self._workers.clear()

    def results(self) -> Iterator[bytes | Lost]:
        """The result of each item, in order, as soon as it is there."""
        for number in range(self._items):
            # Also while there are results in store, or the workers would stand idle.
            self._step(wait=False)
            while number not in self._done:
                self._step(wait=True)
            yield self._done.pop(number)

    def _step(self, *, wait: bool) -> None:
        """Give out work and take in results."""
        self._start()
        if not self._workers:
            if wait:
                self._do_one()
            return
        for worker in list(self._workers.values()):
            self._feed(worker)
        from select import POLLIN, poll

        polled = poll()
        for descriptor in self._workers:
            polled.register(descriptor, POLLIN)
        for descriptor, _ in polled.poll(None if wait else 0):
            worker = self._workers[descriptor]
            if worker.take(self._done):
                continue
            del self._workers[descriptor]
            self._bury(worker)

    def _start(self) -> None:
        """Start the workers that are missing, as far as there is work and the system lets us."""
        while (self._suspects or self._waiting) and len(self._workers) < self._count:
            try:
                worker = _Worker(self._work, list(self._workers.values()))
            except OSError:  # too many processes, or no memory for one more
                self._count = len(self._workers)
                return
            self._workers[worker.results] = worker
            if self._suspects:
                worker.alone = True
                worker.give([self._suspects.popleft()])
            else:
                self._feed(worker)

    def _feed(self, worker: _Worker) -> None:
        if worker.alone:
            if worker.given:
                return
            worker.alone = False
        # Fewer towards the end, so that all come to an end at about the same time.
        room = min(_AHEAD, max(1, self._waiting // (2 * self._count)))
        if len(worker.given) <= room // 2:
            numbers = self._next(room - len(worker.given))
            if numbers:
                worker.give(numbers)

    @property
    def _waiting(self) -> int:
        """How many items no worker has."""
        return len(self._left) + len(self._fresh)

    def _next(self, most: int) -> list[int]:
        """Up to so many items that no worker has, taken out of these."""
        numbers = [self._left.popleft() for _ in range(min(most, len(self._left)))]
        fresh = max(most - len(numbers), 0)
        numbers += self._fresh[:fresh]
        self._fresh = self._fresh[fresh:]
        return numbers

    def _bury(self, worker: _Worker) -> None:
        """See to what a worker has left that ended before its work was done."""
        how = worker.end()
        if not worker.given:
            return
        suspect, *others = worker.given
        self._left.extend(others)
        self._tries[suspect] = self._tries.get(suspect, 0) + 1
        if self._tries[suspect] < _TRIES:
            self._suspects.append(suspect)
            self._told(how, list(worker.given))
        else:
            self._done[suspect] = Lost(how)

    def _do_one(self) -> None:
        """Work on the next item in this process, where no other can be started."""
        number = self._suspects.popleft() if self._suspects else self._next(1)[0]
        self._done[number] = self._work(number)


class _Worker:
    """One process, as its parent sees it.

    Args:
        work: What it is to do.
        others: The workers there are, whose descriptors this one must not hold:
            it would keep them waiting when the parent is gone.

    Attributes:
        tasks: The descriptor by which it is given work.
        results: The descriptor from which its results are read.
        given: The numbers of the items it has yet to do, in the order in which it does them.
        alone: Whether it has one item that it is to do before it is given more.
    """

    def __init__(self, work: Callable[[int], bytes], others: list[_Worker]) -> None:
        self.given: deque[int] = deque()
        self.alone = False
        self._read = bytearray()
        theirs, self.tasks = os.pipe()
        try:
            self.results, their_results = os.pipe()
        except OSError:
            os.close(theirs)
            os.close(self.tasks)
            raise
        try:
            self._pid = _fork()
        except OSError:
            for descriptor in (theirs, self.tasks, self.results, their_results):
                os.close(descriptor)
            raise
        if self._pid == 0:
            foreign = [end for one in (*others, self) for end in (one.tasks, one.results)]
            _live(work, theirs, their_results, foreign)
        os.close(theirs)
        os.close(their_results)

    def give(self, numbers: list[int]) -> None:
        """Let it work on more items."""
        self.given.extend(numbers)
        # If it has just ended, that will be seen when its results are read.
        with suppress(BrokenPipeError):
            os.write(self.tasks, b"".join(map(_NUMBER.pack, numbers)))

    def take(self, done: dict[int, bytes | Lost]) -> bool:
        """Put what it has done where the results are; returns whether it may go on."""
        data = os.read(self.results, _PIPE)
        if not data:
            return False
        read = self._read
        read += data
        at = 0
        while len(read) - at >= _HEAD.size:
            number, length = _HEAD.unpack_from(read, at)
            end = at + _HEAD.size + length
            if len(read) < end:
                break
            done[number] = bytes(read[at + _HEAD.size : end])
            self.given.remove(number)
            at = end
        del read[:at]
        return True

    def kill(self) -> None:
        """End it at once, whatever it is at."""
        from signal import SIGKILL

        with suppress(ProcessLookupError):
            os.kill(self._pid, SIGKILL)
        self.end()

    def end(self) -> str:
        """Wait for its end, which has come or must come; returns what ended it."""
        os.close(self.tasks)
        os.close(self.results)
        try:
            _, status = os.waitpid(self._pid, 0)
        except ChildProcessError:  # someone else has waited for it
            return "lost"
        if os.WIFSIGNALED(status):
            from signal import Signals

            number = os.WTERMSIG(status)
            try:
                name = Signals(number).name
            except ValueError:
                name = f"signal {number}"
            return f"killed by {name}"
        return f"stopped with code {os.WEXITSTATUS(status)}"


def _fork() -> int:
    """Fork; in the child Ctrl-C does nothing, since it is the parent that ends it."""
    import gc
    import signal

    # What stands in these would be written twice.
    sys.stdout.flush()
    sys.stderr.flush()
    # Objects that are never looked at need not be copied.
    gc.freeze()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        return pid
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        gc.unfreeze()


def _live(work: Callable[[int], bytes], tasks: int, results: int, foreign: list[int]) -> NoReturn:
    """What a worker does: one item after the other until the parent closes the pipe."""
    code = 1
    try:
        for descriptor in foreign:
            os.close(descriptor)
        while data := os.read(tasks, _PIPE):
            for (number,) in _NUMBER.iter_unpack(data):
                result = work(number)
                _write(results, _HEAD.pack(number, len(result)) + result)
        code = 0
    finally:
        # Neither the parent's handlers nor its buffers are this process's business.
        os._exit(code)


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
