"""What failed: each fault once, with the smallest input that shows it."""

from __future__ import annotations

import hashlib
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ATTEMPTS = 600


class Failures:
    """Collects failures of one check, told apart by where they were raised.

    Attributes:
        count: How many inputs failed.
    """

    def __init__(self, check: Callable[[str], None], attempts: int = _ATTEMPTS) -> None:
        """Collect failures.

        Args:
            check: Raises where something is wrong with an input.
            attempts: How often an input is tried while it is made smaller.
        """
        self._check = check
        self._attempts = attempts
        self._smallest: dict[str, str] = {}
        self.count = 0

    def __bool__(self) -> bool:
        return bool(self._smallest)

    def run(self, text: str) -> str | None:
        """Check one input, and note it where it fails; returns where, the first time it does."""
        where = self._fault(text)
        if where is None:
            return None
        self.count += 1
        known = self._smallest.get(where)
        if known is None or len(text) < len(known):
            self._smallest[where] = text
        return where if known is None else None

    def _fault(self, text: str) -> str | None:
        """Where the check of an input fails, or ``None``."""
        try:
            self._check(text)
        except (Exception, RecursionError) as error:  # any at all: that is what is looked for
            frames = traceback.extract_tb(error.__traceback__)
            ours = [one for one in frames if "/medlint/" in one.filename] or frames
            place = frames[-1] if isinstance(error, AssertionError) else ours[-1]
            rules = " ".join(word for word in str(error).split() if word.startswith("MED"))
            where = f"{Path(place.filename).name}:{place.lineno}"
            return f"{type(error).__name__} at {where} {rules[:40]}".rstrip()
        return None

    def save(self, folder: Path, name: str) -> list[str]:
        """Write each fault's input, made small, into a folder; returns a line for each."""
        lines = []
        for where, text in sorted(self._smallest.items()):
            small = self._made_small(text, where)
            folder.mkdir(parents=True, exist_ok=True)
            data = small.encode("utf-8", "surrogatepass")
            file = folder / f"{name}-{hashlib.sha256(data).hexdigest()[:10]}.txt"
            file.write_bytes(data)
            try:
                self._check(small)
                why = "fails only after other inputs"
            except Exception as error:
                why = str(error)[:300]
            lines.append(f"{where}: {why}\n    {small[:300]!r}\n    {file}")
        return lines

    def _made_small(self, text: str, where: str) -> str:
        """The input with all taken away that the failure does not need."""
        attempts = 0
        size = max(len(text) // 2, 1)
        while size:
            at = 0
            while at < len(text) and attempts < self._attempts:
                attempts += 1
                shorter = text[:at] + text[at + size :]
                if self._fault(shorter) == where:
                    text = shorter
                else:
                    at += size
            size = 0 if attempts >= self._attempts else size // 2
        return text
