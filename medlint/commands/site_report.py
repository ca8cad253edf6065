"""The overview of a blog as text for a terminal."""

from __future__ import annotations

from operator import itemgetter

from medlint.terminal import cells, escape, wrap
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from medlint.overview import Overview
    from medlint.terminal import Style

#: The widest bar, and the widest name of a tag beside one, in columns.
_BAR = 24
_NAME = 34
#: How wide the table of months is, in columns.
_CALENDAR = 62
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class SiteReport:
    """Writes an overview, line by line.

    Args:
        found: The overview.
        style: Whether to colour.
        columns: How wide the lines may be; 0 for as wide as need be.
        limit: How many lines a list may have; 0 for as many as it has.
        bar: The character that bars are made of.
    """

    def __init__(
        self, found: Overview, style: Style, *, columns: int, limit: int, bar: str
    ) -> None:
        self._found = found
        self._style = style
        self._columns = columns
        self._limit = limit
        self._bar = bar
        self._more = "..." if bar.isascii() else "…"

    def lines(self) -> Iterator[str]:
        """The whole report, section by section, with empty lines between."""
        sections = (
            self._posts,
            self._calendar,
            self._tags,
            self._keywords,
            self._links,
            self._missing,
        )
        for index, section in enumerate(sections if self._found.posts else sections[:1]):
            if index:
                yield ""
            yield from section()

    def _posts(self) -> Iterator[str]:
        found = self._found
        drafts = f", {_number(len(found.drafts), 'draft')} among them" if found.drafts else ""
        yield self._title(f"{_number(found.posts, 'post')}{drafts}")
        if found.posts:
            spoken = ", ".join(
                f"{language or 'unknown'} {count}" for language, count in found.languages
            )
            lines = wrap(f"languages: {spoken}", self._columns - 4 if self._columns else 10_000)
            yield from (f"  {line}" for line in lines)

    def _calendar(self) -> Iterator[str]:
        found = self._found
        months = dict(found.months)
        dated = sum(months.values())
        yield self._title(f"Calendar: {_number(dated, 'post')} with a date")
        yield from self._years(months)
        crowded = sorted(
            (day for day in found.days if len(day.paths) > 1),
            key=lambda day: (-len(day.paths), day.date),
        )
        yield from self._list(
            "days with several posts",
            [f"{day.date}  {_number(len(day.paths), 'post')}" for day in crowded],
        )
        yield from self._paths("no date", found.undated)

    def _years(self, months: dict[str, int]) -> Iterator[str]:
        """A row for each year, with its months where there is room."""
        wide = not self._columns or self._columns >= _CALENDAR
        if months and wide:
            yield self._style(f"        {' '.join(_MONTHS)}    all", "dim")
        none = self._style("  ·" if not self._bar.isascii() else "  .", "dim")
        for year in sorted({month[:4] for month in months}):
            row = [months.get(f"{year}-{month:02}", 0) for month in range(1, 13)]
            shown = " ".join(f"{count:3}" if count else none for count in row) if wide else ""
            yield f"  {year}  {shown}  {sum(row):5}"

    def _tags(self) -> Iterator[str]:
        found = self._found
        yield self._title(_number(len(found.tags), "tag"))
        most = found.tags[0][1] if found.tags else 0
        shown = found.tags[: self._limit or None]
        digits = len(str(most))
        room = self._columns or 100
        names = [self._fit(tag, min(_NAME, room // 2)) for tag, _ in shown]
        column = max(map(_width, names), default=0)
        longest = max(min(_BAR, room - column - digits - 6), 1)
        for name, (_, count) in zip(names, shown, strict=True):
            bar = self._bar * max(1, round(longest * count / most))
            gap = " " * (column - _width(name))
            yield f"  {name}{gap}  {count:{digits}}  {self._style(bar, 'cyan')}"
        yield from self._rest(len(found.tags))
        yield from self._list(
            "tags that mean the same",
            [
                ", ".join(f"{escape(tag)} ({count})" for tag, count in group)
                for group in found.similar_tags
            ],
            colour="yellow",
        )
        yield from self._paths("no tag", found.untagged)

    def _keywords(self) -> Iterator[str]:
        found = self._found
        competing = found.competing
        yield self._title(_number(len(found.keywords), "keyword"))
        if competing:
            yield self._style(f"  for which several posts compete ({len(competing)}):", "yellow")
        for keyword in competing[: self._limit or None]:
            yield f"    {self._fit(keyword.text, self._columns - 4)}"
            for path in keyword.paths[: self._limit or None]:
                yield f"      {self._path(path, 6)}"
            yield from self._rest(len(keyword.paths), 6)
        yield from self._rest(len(competing), 4)

    def _links(self) -> Iterator[str]:
        found = self._found
        total = sum(post.links_in for post in found.links)
        yield self._title(f"{_number(total, 'link')} between posts")
        for title, count in (
            ("most linked to", itemgetter(1)),
            ("most links to others", itemgetter(2)),
        ):
            linked = sorted(
                (post for post in found.links if count(post)),
                key=lambda post: (-count(post), post.path),
            )
            digits = len(str(count(linked[0]))) if linked else 0
            yield from self._list(
                title,
                [f"{count(post):{digits}}  {self._path(post.path, 6 + digits)}" for post in linked],
                ready=True,
            )
        yield from self._paths("no other post links to", found.orphans)
        if found.without_canonical:
            posts = _number(len(found.without_canonical), "post")
            note = f"not known: which links lead to the {posts} without a canonical URL"
            lines = wrap(note, self._columns - 4 if self._columns else 10_000)
            yield from (f"  {line}" for line in lines)

    def _missing(self) -> Iterator[str]:
        found = self._found
        if not found.without_canonical and not found.without_description:
            yield self._title("Every post has a canonical URL and a description")
            return
        yield self._title("Missing")
        yield from self._paths("no canonical URL", found.without_canonical)
        yield from self._paths("no description", found.without_description)

    def _paths(self, title: str, paths: Sequence[str]) -> Iterator[str]:
        yield from self._list(title, [self._path(path, 4) for path in paths], ready=True)

    def _list(
        self, title: str, rows: Sequence[str], *, colour: str = "", ready: bool = False
    ) -> Iterator[str]:
        """A list under a title with their number, cut to the limit.

        Args:
            title: What they are.
            rows: The rows.
            colour: The title's colour, or "".
            ready: Whether the rows fit as they are.
        """
        if not rows:
            return
        head = f"  {title} ({len(rows)}):"
        yield self._style(head, colour) if colour else head
        for row in rows[: self._limit or None]:
            yield f"    {row if ready else self._fit(row, self._columns - 4)}"
        yield from self._rest(len(rows), 4)

    def _rest(self, number: int, indent: int = 2) -> Iterator[str]:
        """What to say of the rows that a list does not show."""
        if self._limit and number > self._limit:
            yield " " * indent + self._style(f"{self._more} and {number - self._limit} more", "dim")

    def _title(self, text: str) -> str:
        return self._style(text, "bold")

    def _path(self, path: str, indent: int) -> str:
        """A path in the room that is left; of one that is too long the end is shown."""
        shown = escape(path)
        room = self._columns - indent
        if not self._columns or _width(shown) <= room:
            return shown
        kept: list[str] = []
        used = len(self._more)
        for cell in reversed(cells(shown)):
            used += cell.width
            if used > room:
                break
            kept.append(cell.shown)
        return self._more + "".join(reversed(kept))

    def _fit(self, text: str, room: int) -> str:
        """A text in so many columns at most; of one that is too long the beginning is shown."""
        shown = escape(text)
        if not self._columns or _width(shown) <= room:
            return shown
        kept: list[str] = []
        used = len(self._more)
        for cell in cells(shown):
            used += cell.width
            if used > room:
                break
            kept.append(cell.shown)
        return "".join(kept).rstrip() + self._more


def _width(text: str) -> int:
    return sum(cell.width for cell in cells(text))


def _number(count: int, of: str) -> str:
    return f"{count} {of}" if count == 1 else f"{count} {of}s"
