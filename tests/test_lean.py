"""markdown-it-py is the same, whether it is given all that it asks for when loaded or not."""

from __future__ import annotations

import json
import subprocess
import sys
from random import Random

import pytest
from conftest import ROOT
from test_parsers import PIECES

ALONE = "import medlint; medlint.owns_process = True"
#: Reads texts in a process of its own; tells what the parser makes of them, what fields tokens
#: and the like have, whether these share anything, and whether all of Python was loaded.
SCRIPT = """
import json, sys
from medlint.parsers import parse
from medlint.text import Span
documents = [
    repr(parse(text, Span(0, len(text)), parser="markdown-it"))
    for text in json.load(sys.stdin)
]
from markdown_it.ruler import Rule
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
made = (
    Token("t", "g", 1), Token("t", "g", nesting=0, attrs=[["a", 1]]), Token("t", "g", -1),
    Rule("n", True, len, ["a"]), Delimiter(1, 2, 3, -1, open=True, close=False),
)
made[0].meta["a"] = 1
fields = [[(name, getattr(one, name)) for name in type(one).__slots__] for one in made]
print(json.dumps([documents, repr(fields), "inspect" in sys.modules]))
"""


def run(script: str, given: object = None) -> str:
    """What a script prints that is given something as JSON."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        input=json.dumps(given),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def texts() -> list[str]:
    """Mixtures of markup, and all parts of it together."""
    chance = Random(3)
    mixtures = ["".join(chance.choices(PIECES, k=chance.randint(2, 14))) for _ in range(600)]
    return ["\n\n".join(PIECES), *mixtures]


def test_documents_are_the_same() -> None:
    *whole, is_whole = json.loads(run(SCRIPT, texts()))
    *lean, is_not_lean = json.loads(run(f"{ALONE}\n{SCRIPT}", texts()))
    assert lean == whole
    assert (is_whole, is_not_lean) == (True, False)


@pytest.mark.parametrize("name", ["re", "dataclasses"])
def test_a_version_that_asks_for_more_is_loaded_as_ever(name: str) -> None:
    fails = f"from medlint.parsers import lean; lean._STAND_INS[{name!r}] = object()"
    whole = run(SCRIPT, texts()[:20])
    assert run(f"{ALONE}\n{fails}\n{SCRIPT}", texts()[:20]) == whole


def test_what_is_asked_for_later_is_imported_then() -> None:
    script = """
from medlint.parsers import lean
lean.load()
import sys
from markdown_it import MarkdownIt
print("mdurl" in sys.modules, "inspect" in sys.modules)
print(MarkdownIt().render("[a](/\\u00e9)"), end="")
print("mdurl" in sys.modules, "inspect" in sys.modules)
"""
    assert run(script) == 'False False\n<p><a href="/%C3%A9">a</a></p>\nTrue True\n'


def test_nobody_else_is_given_stand_ins() -> None:
    script = """
from medlint.parsers import lean
lean.load()
import sys
for name in lean._STAND_INS:
    __import__(name)
    assert type(sys.modules[name]) is type(sys), name
assert not [finder for finder in sys.meta_path if isinstance(finder, lean._Finder)]
"""
    assert run(script) == ""


def test_what_others_have_loaded_is_taken_as_it_is() -> None:
    script = """
import markdown_it.token
from medlint.parsers import lean
lean.load()
import dataclasses
print(dataclasses.is_dataclass(markdown_it.token.Token))
"""
    assert run(script) == "True\n"
