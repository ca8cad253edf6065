"""A post as rules see it; everything is worked out once, on first use."""

from __future__ import annotations

from medlint.fields import Metadata, Tag
from medlint.kept import kept
from medlint.text import Span
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from medlint.dates import Moment
    from medlint.document import Document, Image, Link
    from medlint.front_matter import Entry, FrontMatter, Limits
    from medlint.local_files import LocalFile, LocalFiles
    from medlint.rule import Need
    from medlint.settings import Settings
    from medlint.suppressions import Suppression
    from medlint.text import Source


class Post:
    """One file of Markdown with its front matter, body and settings.

    Attributes:
        source: The text and its positions.
        settings: The settings in force for this file.
        path: The path relative to the settings' folder, with forward slashes.
            (``source.path`` is the path to show, relative to where medlint runs.)
        views: What :mod:`medlint.views` keeps.
    """

    def __init__(
        self,
        source: Source,
        settings: Settings,
        path: str | None = None,
        *,
        real: str | None = None,
    ) -> None:
        """Take a text as a post.

        Args:
            source: The text, with the path to show.
            settings: The settings in force for this file.
            path: The path relative to the settings' folder; by default the one to show.
            real: The absolute path of the file, where the text has one.
        """
        self.source = source
        self.settings = settings
        self.path = source.path if path is None else path
        self._real = real
        self.views: dict[Callable[[Post], object], object] = {}
        #: The day that an answer about the post depends on, or "".
        self.asked_day = ""

    @property
    def text(self) -> str:
        """The whole text, front matter included."""
        return self.source.text

    @kept
    def not_ascii(self) -> str:
        """The characters of the text that are not ASCII, in order."""
        from medlint.characters import not_ascii

        return not_ascii(self.source.text)

    @kept
    def front_matter(self) -> FrontMatter | None:
        """The front matter, or ``None`` where the file has none."""
        from medlint.front_matter import read

        return read(self.source.text, self.limits)

    @property
    def limits(self) -> Limits:
        """How much of the front matter is read."""
        from medlint.front_matter import Limits

        return Limits(self.settings.max_front_matter_depth, self.settings.max_front_matter_values)

    @kept
    def metadata(self) -> Metadata:
        """The known fields of the front matter; empty where there is none."""
        return Metadata(self.front_matter)

    @kept
    def body(self) -> Span:
        """The span of what follows the front matter."""
        front_matter = self.front_matter
        start = 0 if front_matter is None else front_matter.span.end
        return Span(start, len(self.source.text))

    @kept
    def document(self) -> Document:
        """The body as a tree of blocks."""
        from medlint.parsers import parse

        return parse(
            self.source.text,
            self.body,
            mdx=self.path.lower().endswith(".mdx"),
            parser=self.settings.parser,
            nesting=self.settings.max_nesting,
        )

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link of the body, Markdown and HTML, in source order."""
        return self.document.links

    @property
    def images(self) -> tuple[Image, ...]:
        """Every image of the body, Markdown and HTML, in source order."""
        return self.document.images

    @kept
    def local_files(self) -> LocalFiles | None:
        """What tells which files lie near the post, or ``None`` where it has no place."""
        if self._real is None:
            return None
        from medlint.local_files import LocalFiles

        return LocalFiles.of_project(self._real, self.settings)

    @property
    def asked(self) -> dict[str, LocalFile]:
        """What has been asked of :attr:`local_files` by now, with the answers."""
        answers: LocalFiles | None = self.__dict__.get("local_files")
        return {} if answers is None else answers.asked

    def today_before(self, day: Moment) -> Moment | None:
        """Today (UTC) where it is before a day, else ``None``.

        What is in the past stays there; what is still to come is so only for
        a while, and that it was asked for is noted in :attr:`asked_day`.
        """
        from medlint import dates

        today = dates.today()
        if today[:3] >= day[:3]:
            return None
        self.asked_day = today.iso
        return today

    @kept
    def running_text(self) -> str:
        """The text with all that is no prose blanked; see :mod:`medlint.running_text`."""
        from medlint.running_text import running_text

        return running_text(self.source.text, self.body, self.document)

    @kept
    def suppressions(self) -> tuple[Suppression, ...]:
        """Every suppression comment, in source order."""
        if "medlint" not in self.source.text:
            return ()
        from medlint.suppressions import find_suppressions

        return find_suppressions(self)

    @property
    def metadata_span(self) -> Span:
        """Where to say that a key is missing: the closing fence of the front matter.

        A key is added on the line above, and a place inside the block shows
        up in the diff of a pull request where line 0 would not. Where there
        is no front matter: the first character of the file.
        """
        front_matter = self.front_matter
        if front_matter is None:
            return Span(0, min(1, len(self.source.text)))
        if front_matter.close_span.start == front_matter.close_span.end:
            return front_matter.open_span
        return front_matter.close_span

    def has(self, what: Need) -> bool:
        """Whether there is any of what a rule is about."""
        if what in {"", "no-front-matter"}:
            return not what or self.front_matter is None
        if what == "problem":
            return self.source.problem is not None
        if what == "front-matter-problem":
            return self.front_matter is not None and bool(self.front_matter.problems)
        if what == "body-problem":
            return bool(self.document.problems)
        if what == "html":
            return bool(self.document.tags)
        if what == "image":
            return bool(self.images)
        if what == "link":
            return bool(self.links)
        if what == "list" or what == "table":
            return bool(self.document.blocks(what))
        return bool(self.metadata.entries(what))

    def field(self, name: str) -> Entry | None:
        """The entry that gives a known field its value; see :mod:`medlint.fields`."""
        return self.metadata.find(name)

    @kept
    def tags(self) -> tuple[Tag, ...]:
        """The tags in order, whether in a list or in one string of several.

        A string is split at commas, or at white space where it has no comma,
        as Jekyll and dev.to do. Values without text (null, mapping) are left
        out; a number or date in a list of tags is a tag as it is written.
        """
        entry = self.metadata.find("tags")
        if entry is None:
            return ()
        value = entry.value
        if value.kind == "list":
            return tuple(
                Tag(item.text, item.span, item)
                for item in value.items
                if item.kind not in {"list", "mapping", "null"}
            )
        if value.kind == "mapping":
            return ()
        written = self.source.slice(value.span)
        separator = "," if "," in written else None
        tags = []
        cursor = 0
        for piece in value.text.split(separator):
            name = piece.strip()
            at = written.find(name, cursor) if name else -1
            if at >= 0:
                cursor = at + len(name)
                start = value.span.start + at
                tags.append(Tag(name, Span(start, start + len(name)), value))
            elif name:
                tags.append(Tag(name, value.span, value))
        return tuple(tags)

    @kept
    def language(self) -> str | None:
        """The post's language as a lower-case ISO 639-1 code, or ``None`` if unknown."""
        from medlint.language import post_language

        return post_language(self)

    @kept
    def prose(self) -> str:
        """What there is to read in the body, a line a block; see :func:`medlint.words.prose`."""
        from medlint.words import prose

        return prose(self.document)

    @kept
    def word_count(self) -> int:
        """The number of words in :attr:`prose`; see :mod:`medlint.words` for how they count."""
        from medlint.words import count

        return count(self.prose, self.language)

    @kept
    def is_draft(self) -> bool:
        """Whether the post says it is not published yet.

        ``draft: true``, ``published: false``, a status of ``draft``, or a
        ``_drafts`` folder.
        """
        if "_drafts" in self.path.split("/")[:-1]:
            return True
        for field, drafty in (("draft", True), ("published", False)):
            for entry in self.metadata.entries(field):
                if entry.value.kind == "boolean" and entry.value.data is drafty:
                    return True
        status = self.metadata.text("status")
        return status is not None and status.lower() == "draft"
