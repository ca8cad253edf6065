"""Which posts share fingerprints, as the index tells it."""

from __future__ import annotations

from array import array
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.entries import Entry
from medlint.index import repeats
from medlint.index.repeats import repeated
from medlint.index.store import Store

#: Few numbers, so that they come again, from one end of the range to the other.
NUMBERS = st.sampled_from([0, 1, 2, 77, 4096, 1 << 16, 1 << 31, (1 << 31) + 1, (1 << 32) - 1])
SETS = st.lists(st.frozensets(NUMBERS | st.integers(0, (1 << 32) - 1)), max_size=8)


def packed(numbers: frozenset[int]) -> bytes:
    return array("I", sorted(numbers)).tobytes()


def entry(numbers: frozenset[int]) -> Entry:
    return Entry("en", "", False, 0, 0, 1, (), b"digest", packed(numbers))


@given(SETS, st.integers(1, 9), st.integers(1, 3))
@settings(derandomize=True, deadline=None)
def test_what_several_sets_have_is_repeated(
    sets: list[frozenset[int]], at_once: int, pieces: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repeats, "_AT_ONCE", at_once)
        patch.setattr(repeats, "_PIECES", pieces)
        patch.setattr(repeats, "_SAMPLE", 2)
        found = repeated(lambda: map(packed, sets))
    counts = Counter(number for numbers in sets for number in numbers)
    assert found == {number for number, count in counts.items() if count > 1}


@given(SETS, SETS, SETS)
@settings(max_examples=60, derandomize=True, deadline=None)
def test_who_has_a_fingerprint_is_known_whichever_run_learned_it(
    before: list[frozenset[int]], changed: list[frozenset[int]], after: list[frozenset[int]]
) -> None:
    with TemporaryDirectory() as folder:
        file = str(Path(folder, "site"))
        first = Store(file)
        for number, numbers in enumerate(before):
            first.put(b"%d" % number, entry(numbers))
        assert_knows(first, dict(enumerate(before)))
        first.publish(b"", b"\0line\0", ())
        first.close()
        store = Store(file)
        known = dict(enumerate(before))
        assert_knows(store, known)
        for posts in (changed, after):
            for number, numbers in enumerate(posts, start=len(posts) // 2):
                store.put(b"%d" % number, entry(numbers))
                known[number] = numbers
            assert_knows(store, known)
        store.hide(b"0")
        known.pop(0, None)
        assert_knows(store, known)
        store.publish(b"", b"\0line\0", ())
        store.close()
        last = Store(file)
        assert_knows(last, known)
        last.close()


def assert_knows(store: Store, posts: dict[int, frozenset[int]]) -> None:
    """Whether a store tells which of the posts have fingerprints in common."""
    holders: dict[int, list[bytes]] = {}
    for post, numbers in posts.items():
        for number in numbers:
            holders.setdefault(number, []).append(b"%d" % post)
    common = {number for number, paths in holders.items() if len(paths) > 1}
    assert store.common_prints() == common
    for number in common:
        assert store.printed(number, 100) == sorted(holders[number])
        assert len(store.printed(number, 1)) == 1
    for number, paths in holders.items():
        assert store.printed(number, 100, lone=True) == sorted(paths)
    assert store.common_prints() == common
