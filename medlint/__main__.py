"""``python -m medlint``."""

from __future__ import annotations

from medlint.cli import command

if __name__ == "__main__":
    command()
