"""A post that is swapped for something else while ``medlint --fix`` is at work on it.

Nothing is written outside the project, and no post is left half-written, whether it is
swapped at one of medlint's own steps or at any moment by a process that runs beside it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from swapped import KINDS, POST

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="left out: nothing can be forked")
SCRIPT = ROOT / "tests" / "swapped.py"


@pytest.mark.parametrize("kind", KINDS)
def test_at_each_step(kind: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path), kind],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    *faults, steps = done.stdout.splitlines()
    assert faults == []
    # Searched, read, read again, a new file opened, given its rights, compared, renamed.
    assert int(steps.removesuffix(" steps")) >= 8


@pytest.mark.parametrize("kind", ["link", "folder-link", "other", "pipe"])
def test_by_another_process(kind: str, tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), str(tmp_path), kind, "loop"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as swapping:
        assert swapping.stdout is not None
        assert swapping.stdout.readline() == "begun\n"
        try:
            for _ in range(6):
                done = subprocess.run(
                    [sys.executable, "-m", "medlint", "--fix", "--no-cache"],
                    cwd=tmp_path / "blog",
                    env={**os.environ, "PYTHONPATH": str(ROOT)},
                    capture_output=True,
                    text=True,
                    timeout=120,
                )
                assert done.returncode in {0, 1, 2}
                assert "Traceback" not in done.stderr
                assert "itself failed" not in done.stdout
                outside = tmp_path / "outside"
                assert os.listdir(outside) == ["a.md"]
                assert (outside / "a.md").read_bytes() == POST
        finally:
            swapping.kill()
