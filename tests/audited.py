"""Runs medlint and writes down what it does to the machine: ``python audited.py LOG ARGUMENT …``.

Python tells an audit hook of every file that is opened, written or removed,
every process that is started and every socket; no code under test can hide
that from it.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

#: What is told, by the beginning of the event's name.
_TOLD = (
    *(
        "open",
        "os.",
        "shutil.",
        "subprocess.",
        "socket.",
        "urllib.",
        "http.",
        "ftplib.",
        "smtplib.",
    ),
    *(
        "ctypes.",
        "pickle.",
        "webbrowser.",
        "tempfile.",
        "glob.",
        "pty.",
        "mmap.",
        "exec.",
        "import",
    ),
)
_SILENT = frozenset({"os.putenv", "os.unsetenv", "os.fwalk", "os.walk"})


def main() -> int:
    """Run medlint; the log has one line of JSON for each event."""
    log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    arguments = sys.argv[2:]

    def told(value: Any) -> Any:
        if isinstance(value, bytes):
            return os.fsdecode(value)
        if isinstance(value, list | tuple):
            return [told(one) for one in value]
        return value if isinstance(value, str | int | None) else repr(value)

    def hook(event: str, values: tuple[Any, ...]) -> None:
        if event.startswith(_TOLD) and event not in _SILENT:
            line = json.dumps([event, told(values), os.getcwd()]) + "\n"
            os.write(log, line.encode("ascii"))

    sys.addaudithook(hook)
    from medlint.cli import main as run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
