"""The programs that are compared, each installed into a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Programs:
    """What can be run, and what could not be had.

    Args:
        home: The folder into which programs are installed.

    Attributes:
        missing: The programs that could not be installed, with the reason.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._tried: dict[str, Path | None] = {}
        self.missing: dict[str, str] = {}

    def python(self) -> Path:
        """The Python that runs medlint."""
        return self.medlint().parent / "python"

    def medlint(self) -> Path:
        """This working tree with the accelerator, installed as users install it.

        Raises:
            RuntimeError: It cannot be installed.
        """
        found = self._from_pip("medlint", f"{ROOT}[fast]", "medlint", anew=True)
        if found is None:
            raise RuntimeError(f"medlint cannot be installed: {self.missing['medlint']}")
        return found

    def rumdl(self) -> Path | None:
        """A linter written in Rust."""
        return self._from_pip("rumdl", "rumdl", "rumdl")

    def pymarkdown(self) -> Path | None:
        """A linter written in Python."""
        return self._from_pip("pymarkdown", "pymarkdownlnt", "pymarkdown")

    def pre_commit(self) -> Path | None:
        """What runs hooks."""
        return self._from_pip("pre-commit", "pre-commit", "pre-commit")

    def markdownlint(self) -> Path | None:
        """A linter written in JavaScript."""
        name = "markdownlint-cli2"
        program = self._home / name / "node_modules" / ".bin" / name
        if name not in self._tried:
            self._tried[name] = program
            if not program.exists():
                (self._home / name).mkdir(parents=True, exist_ok=True)
                self._install(name, "npm", "install", "--prefix", str(self._home / name), name)
        return self._tried[name]

    def version(self, program: Path | None, *arguments: str) -> str:
        """What a program says of its version, on one line."""
        if program is None:
            return "not installed"
        done = subprocess.run(
            [program, *(arguments or ("--version",))], capture_output=True, text=True, check=False
        )
        lines = (done.stdout or done.stderr).strip().splitlines()
        return lines[0] if lines else "unknown"

    def _from_pip(
        self, name: str, requirement: str, program: str, *, anew: bool = False
    ) -> Path | None:
        if name not in self._tried:
            folder = self._home / name
            path = folder / ("Scripts" if os.name == "nt" else "bin") / program
            self._tried[name] = path
            if anew or not path.exists():
                if not folder.exists():
                    venv.create(folder, with_pip=True)
                pip = str(path.parent / "python"), "-m", "pip", "install", "--quiet"
                again = ("--force-reinstall", "--no-deps") if path.exists() else ()
                self._install(name, *pip, *again, requirement)
        return self._tried[name]

    def _install(self, name: str, *command: str) -> None:
        print(f"installing {name} …", file=sys.stderr)
        environ = {
            key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"
        }
        try:
            done = subprocess.run(command, capture_output=True, text=True, env=environ, check=False)
        except OSError as error:
            self.missing[name] = f"{command[0]}: {error.strerror}"
        else:
            if done.returncode == 0:
                return
            lines = (done.stderr or done.stdout).strip().splitlines()
            self.missing[name] = lines[-1] if lines else f"{command[0]} failed"
        self._tried[name] = None
