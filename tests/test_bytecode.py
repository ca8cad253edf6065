"""The byte code of all modules in one file: used where it fits, and nowhere else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from medlint import __version__

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not hasattr(os, "pread"), reason="left out: such a file is not used on this system"
)

POST = "---\ntitle: A\n---\n\nRead more [here](https://ada.dev/).\n"
#: Tells where modules came from, and ends as `medlint` does.
SCRIPT = """
import sys
from medlint import cli
def leave(code):
    sys.stdout.flush()
    loaders = {
        name: type(module.__spec__.loader).__name__
        for name, module in sys.modules.items() if name.startswith("medlint")
    }
    print(sorted(name for name, loader in loaders.items() if loader == "_Loader"), file=sys.stderr)
    raise SystemExit(code)
cli._leave = leave
cli.command()
"""


class Installed:
    """A copy of medlint as pip would have put it there, and a post."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.package = folder / "site" / "medlint"
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "medlint", self.package, ignore=ignored)
        self.record = folder / "site" / f"medlint-{__version__}.dist-info" / "RECORD"
        self.record.parent.mkdir()
        self.record.write_text("medlint/__init__.py,,\n", encoding="utf-8")
        (folder / "a.md").write_text(POST, encoding="utf-8")

    @property
    def bundles(self) -> list[Path]:
        return list((self.package / "__pycache__").glob("bundled.*"))

    def run(self, *options: str, script: str = SCRIPT, **environ: str) -> tuple[str, str]:
        """What a run on the post writes to each of its streams.

        Args:
            options: Those of Python.
            script: What is run.
            environ: Variables of the environment.
        """
        done = subprocess.run(
            [sys.executable, *options, "-c", script, "--no-cache", "--isolated", "a.md"],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(self.package.parent), **environ},
            capture_output=True,
            text=True,
        )
        return done.stdout, done.stderr


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    return Installed(tmp_path)


def test_is_written_by_the_first_run_and_used_by_the_next(installed: Installed) -> None:
    first, none = installed.run()
    assert "MED201" in first
    assert none == "[]\n"
    assert len(installed.bundles) == 1
    second, modules = installed.run()
    assert second == first
    assert "'medlint.rules.links.med201_generic_anchor'" in modules
    assert "'medlint.rules.links'" in modules
    assert sorted(os.listdir(installed.package / "__pycache__"))[0].startswith("__init__")


#: Tells all that importlib knows of the modules, instead of where they came from.
MODULES = SCRIPT.replace(
    "    print(sorted(",
    """\
    for name in sorted(loaders.keys() - {"medlint", "medlint.together"}):
        module = sys.modules[name]
        parent, _, word = name.rpartition(".")
        assert getattr(sys.modules[parent], word) is module
        assert module.__spec__.loader is module.__loader__
        known = {key: value for key, value in vars(module).items() if key[:2] == "__"}
        del known["__builtins__"], known["__loader__"]
        known |= {**vars(known.pop("__spec__")), **vars(module.__loader__)}
        for key in ("finder", "loader", "_initializing"):
            known.pop(key, None)
        print(name, sorted(known.items()), file=sys.stderr)
    raise SystemExit(code)
    print(sorted(""",
)


def test_the_reference_parser_is_loaded_lean_from_it_too(installed: Installed) -> None:
    look = "import sys; sys.modules['pyromark'] = None\n" + SCRIPT.replace(
        "print(sorted(", 'print("inspect" in sys.modules, sorted('
    )
    first = installed.run(script=look)
    second = installed.run(script=look)
    assert first == (second[0], "False []\n")
    assert second[1].startswith("False [")
    assert "medlint.parsers.lean" in second[1]


def test_modules_are_as_ever(installed: Installed) -> None:
    before, without = installed.run(script=MODULES)
    after, bundled = installed.run(script=MODULES)
    assert installed.run()[1] != "[]\n"
    assert before == after
    assert "'__path__'" in bundled
    assert set(bundled.splitlines()) == set(without.splitlines())


def test_modules_can_be_looked_at_and_loaded_again(installed: Installed) -> None:
    installed.run()
    script = SCRIPT.replace(
        "    loaders = {",
        """\
    import importlib.util, inspect, medlint.linter as one, medlint.rules as two
    cached = importlib.util.cache_from_source
    assert one.__file__ == one.__spec__.origin == one.lint_post.__code__.co_filename
    assert "def lint_post" in inspect.getsource(one)
    assert one.__spec__.cached == cached(one.__file__)
    assert importlib.reload(one) is one and importlib.reload(two) is two
    loaders = {""",
    )
    _, told = installed.run(script=script)
    assert "medlint.linter" in told
    assert "Error" not in told


def test_a_module_that_fails_is_not_kept(installed: Installed) -> None:
    broken = installed.package / "broken.py"
    broken.write_text("from medlint.words import is_unspaced\nraise LookupError(__name__)\n")
    (installed.package / "whole.py").write_text("from medlint.broken import nothing\n")
    script = """
import sys
from medlint import bytecode
bytecode.use()
for name in ("medlint.broken", "medlint.whole", "medlint.broken"):
    for importing in (bytecode.bring, __import__):
        try:
            importing(name)
        except LookupError as error:
            print(error, sys.modules.keys() & {"medlint.broken", "medlint.whole"})
print(type(sys.modules["medlint.words"].__loader__).__name__)
bytecode.keep(list)
"""
    told = "medlint.broken set()\n" * 6
    assert installed.run(script=script) == (f"{told}SourceFileLoader\n", "")
    assert installed.run(script=script) == (f"{told}_Loader\n", "")
    assert installed.bundles


def test_a_module_whose_source_has_changed_is_read_anew(installed: Installed) -> None:
    installed.run()
    rule = installed.package / "rules" / "links" / "med201_generic_anchor.py"
    status = rule.stat()
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("does not say where", "DOES NOT SAY where"), encoding="utf-8")
    assert rule.stat().st_size == status.st_size
    out, modules = installed.run()
    assert "DOES NOT SAY where" in out
    assert "med201_generic_anchor" not in modules
    assert "medlint.linter" in modules
    rule.unlink()
    _, modules = installed.run()
    assert "med201_generic_anchor" not in modules


def test_another_version_makes_its_own(installed: Installed) -> None:
    first, _ = installed.run()
    before = installed.bundles[0].read_bytes()
    installed.record.write_text("medlint/__init__.py,,\nmedlint/new.py,,\n", encoding="utf-8")
    (installed.package / "new.py").write_text("", encoding="utf-8")
    assert installed.run() == (first, "[]\n")
    assert installed.bundles[0].read_bytes() != before
    assert installed.run()[1] != "[]\n"


@pytest.mark.parametrize("size", [0, 5, 25, 1000, -1])
def test_one_that_was_cut_short_is_made_anew(installed: Installed, size: int) -> None:
    first, _ = installed.run()
    (bundle,) = installed.bundles
    whole = bundle.read_bytes()
    bundle.write_bytes(whole[:size])
    assert installed.run() == (first, "[]\n")
    assert installed.run()[1] != "[]\n"


def test_what_is_none_is_made_anew(installed: Installed) -> None:
    first, _ = installed.run()
    (bundle,) = installed.bundles
    whole = bundle.read_bytes()
    # Python itself puts its own file there where it is told to compile all files.
    for other in (b"x" * 100, whole[:18] + b"\xff" * 8 + whole[26:], whole[:26] + b"\0" * 2000):
        bundle.write_bytes(other)
        assert installed.run() == (first, "[]\n")


def test_none_is_made_where_python_keeps_no_byte_code_or_another(installed: Installed) -> None:
    first, _ = installed.run("-B")
    assert installed.bundles == []
    elsewhere = str(installed.folder / "elsewhere")
    assert installed.run(PYTHONPYCACHEPREFIX=elsewhere) == (first, "[]\n")
    assert installed.run("-O") == (first, "[]\n")
    assert installed.bundles == []
    installed.run()
    assert installed.run("-O") == (first, "[]\n")
    assert installed.run("-B")[1] != "[]\n"


def test_none_is_made_of_a_working_copy(installed: Installed) -> None:
    shutil.rmtree(installed.record.parent)
    installed.run()
    assert installed.bundles == []


def test_many_first_runs_at_once_leave_one_whole(installed: Installed) -> None:
    command = [sys.executable, "-c", SCRIPT, "--no-cache", "--isolated", "a.md"]
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed.package.parent)}
    running = [
        subprocess.Popen(command, cwd=installed.folder, env=environ, stdout=subprocess.PIPE)
        for _ in range(6)
    ]
    outputs = {process.communicate()[0] for process in running}
    assert len(outputs) == 1
    assert len(installed.bundles) == 1
    assert installed.run()[1] != "[]\n"
