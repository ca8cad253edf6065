"""medlint killed while it works; a thousand times each is for ``python tools/kill.py``."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from conftest import ROOT


@pytest.mark.skipif(not hasattr(os, "fork"), reason="left out: nothing can be forked here")
@pytest.mark.parametrize("mode", ["fix", "baseline", "cache", "index"])
def test_every_file_is_whole(mode: str) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "kill.py"), "--times", "8", "--mode", mode],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.match(rf"{mode}: killed 8 times at work, in \d+ runs; 0 faults", done.stdout)
