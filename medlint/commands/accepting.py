"""What ``medlint check`` does with a baseline: it tells only what is new."""

from __future__ import annotations

import os

from medlint.baseline import Accepted, Baselines
from medlint.commands.messages import report_error
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections import Counter
    from collections.abc import Sequence

    from medlint.baseline import Baseline, Known
    from medlint.diagnostic import Diagnostic
    from medlint.files import PostFile
    from medlint.run import Lint
    from medlint.settings import Resolver
    from medlint.text import Source


class Accepting:
    """Holds what is found in one post after the other against the baselines.

    Args:
        options: The arguments.
        resolver: The settings.
    """

    def __init__(self, options: Namespace, resolver: Resolver) -> None:
        self._options = options
        self._baselines = Baselines(resolver.cwd, options.baseline)
        self._now: Accepted | None = None
        self._shown = ""
        self._stale = False

    def begin(self, file: PostFile, lint: Lint) -> bool:
        """Go on to the next file; returns whether there is a baseline for it.

        Args:
            file: The file.
            lint: What lints its versions.

        Raises:
            BaselineError: The baseline cannot be used.
        """
        baseline = self._baselines.get(file)
        self._shown = file.shown
        self._now = None if baseline is None else Accepted(baseline, file, lint)
        return self._now is not None

    def new(self, source: Source, found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
        """What is new of what was found in the file as it stands."""
        return found if self._now is None else self._now.new(source, found)

    def lint(self, source: Source) -> Sequence[Diagnostic]:
        """What is new in another version of the file, which has a baseline."""
        assert self._now is not None
        return self._now(source)

    def settle(self, source: Source) -> None:
        """Note what is gone of the last file, now that its text is what it will be."""
        if self._options.strict_baseline and self._now is not None:
            self._tell(self._shown, self._now.gone(source), self._now.baseline)

    def end(self) -> bool:
        """Note which posts are gone; returns whether anything at all is."""
        if self._options.strict_baseline:
            for baseline in self._baselines.all:
                for key, recorded in sorted(baseline.posts.items()):
                    if not baseline.exists(key):
                        place = os.path.join(os.path.dirname(baseline.path), key)
                        self._tell(self._baselines.shown(place), recorded, baseline)
        return self._stale

    def _tell(self, shown: str, gone: Counter[Known], baseline: Baseline) -> None:
        if not gone:
            return
        self._stale = True
        number = gone.total()
        findings = "1 finding" if number == 1 else f"{number:,} findings"
        rules = ", ".join(sorted({known.rule for known in gone}))
        report_error(
            f"{shown}: {findings} in {baseline.shown} {'is' if number == 1 else 'are'} gone "
            f"({rules}); to take them out: medlint baseline --prune"
        )
