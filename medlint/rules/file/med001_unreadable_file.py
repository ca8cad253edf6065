"""MED001: a file must be text in UTF-8."""

from __future__ import annotations

from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class UnreadableFile(Rule, code="MED001", stage="source", needs="problem"):
    """A post must be a text file in UTF-8 that medlint can read.

    Site generators and Medium's import read UTF-8. In any other encoding
    accents and quotes turn into gibberish, and a NUL byte makes Git and most
    editors treat the post as a binary file, without a diff.

    Mend: Save the file as UTF-8; every editor can. A larger file can be
    admitted with the setting `max-file-size`, in bytes.

    Limits: A UTF-8 byte order mark at the start of the file is accepted.

    Source: The CommonMark specification 0.31 and YAML 1.2 (chapter 5.2, "Character
    Encodings") for UTF-8; Git's documentation of gitattributes for NUL bytes.
    """

    examples = (
        Good("Café, 東京 and 🚲 are all fine in UTF-8."),
        Bad("A NUL byte stands here: ⟦⟧\0"),
        Bad("⟦⟧This post is longer than the setting allows.", settings={"max-file-size": 20}),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report what kept the file from being read."""
        problem = post.source.problem
        if problem is not None:
            yield self.finding(problem.span, problem.message)
