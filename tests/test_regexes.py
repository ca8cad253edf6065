"""No regular expression that medlint uses, its own or another's, can be made slow."""

from __future__ import annotations

import re
import subprocess
import sys

from conftest import ROOT

if str(ROOT / "tools") not in sys.path:
    sys.path.insert(0, str(ROOT / "tools"))

from regexes import Expression, slow


def test_every_expression_withstands_attacks_made_for_it() -> None:
    # In a process of its own: here most of them have been compiled already.
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "regexes.py")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    total, ours = map(int, re.findall(r"\d+", done.stdout)[:2])
    assert total > ours > 320  # some of these no example of a rule needs


def test_the_attacks_find_what_is_slow() -> None:
    for pattern, method in [
        (r"(?:a|aa)+", "fullmatch"),
        (r"\s+$", "search"),
        (r"(\w+\s?)*:", "match"),
        (r"<[^>]*>", "search"),
        (r"x(a|b|ab)*y", "search"),
    ]:
        flags = re.compile(pattern).flags
        assert slow(Expression(pattern, flags, frozenset({method}), "here")) is not None, pattern
    assert slow(Expression(r"[a-z]+x", 32, frozenset({"match"}), "here")) is None
