"""The short way to read a command line says what argparse says, or leaves it to argparse."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.commands.arguments import read_check
from medlint.commands.options import CHECK, read_plainly

FLAGS = sorted(flag for group in CHECK for flags, _ in group.options for flag in flags)
OPTIONS = [flag for flag in FLAGS if flag.startswith("-")]
VALUES = ["json", "error", "always", "MED1", "a,b", "a=b", "", " ", "-", "--", "-x", "-1", "été"]
PATHS = ["posts", "a b.md", "./rules", "paths", "-", "--", "", "=", "ü.md"]

words = st.one_of(
    st.sampled_from(PATHS),
    st.sampled_from(OPTIONS),
    st.sampled_from(VALUES),
    st.builds("{}={}".format, st.sampled_from(OPTIONS), st.sampled_from(VALUES)),
    st.sampled_from(["--help", "-V", "--no-such", "--sel", "-qq", "-q=1", "--diff=yes", "---"]),
)


@given(st.lists(words, max_size=8))
@settings(derandomize=True, deadline=None, max_examples=800)
def test_both_ways_agree(arguments: list[str]) -> None:
    plain = read_plainly(arguments)
    try:
        full = read_check(arguments, "check")
    except SystemExit:
        assert plain is None, "argparse refuses it, and it is argparse that can say why"
    else:
        assert plain is None or vars(plain) == vars(full)


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_can_be_read_the_short_way(option: str) -> None:
    value = next(
        [declared["choices"][0] if "choices" in declared else "value"]
        if declared.get("action") != "store_true"
        else []
        for group in CHECK
        for flags, declared in group.options
        if option in flags
    )
    for arguments in ([option, *value], ["=".join([option, *value])]):
        plain = read_plainly(["a.md", *arguments, "b.md"])
        assert plain is not None
        assert vars(plain) == vars(read_check(["a.md", *arguments, "b.md"], ""))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["posts/a.md"],
        ["--force-exclude", "posts/a.md", "posts/b.md"],
        ["-", "--stdin-filename", "posts/a.md"],
        ["--select", "MED1", "--select=MED2", "posts"],
        ["posts", "--", "--fix", "--", "-"],
    ],
)
def test_what_hooks_and_people_write_is_plain(arguments: list[str]) -> None:
    plain = read_plainly(arguments)
    assert plain is not None
    assert vars(plain) == vars(read_check(arguments, "check"))


def test_reading_one_does_not_change_the_next() -> None:
    assert read_plainly(["--select", "MED1"]) != read_plainly([])
    assert read_plainly([]) == read_plainly([])


def test_argparse_is_not_loaded_for_it() -> None:
    script = (
        "import sys\n"
        "from medlint.cli import main\n"
        "main(['check', '--force-exclude', '--isolated', 'no-such-file.md'])\n"
        "sys.exit('argparse' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0
    assert "no-such-file.md: no such file or folder" in done.stderr
