"""Reading front matter of any format; the readers are imported when they are needed."""

from __future__ import annotations

from medlint.front_matter.model import DEFAULT_LIMITS, FrontMatter, Limits
from medlint.front_matter.yaml_plain import MOST
from medlint.front_matter.yaml_plain import read as read_plain
from medlint.text import Problem
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.front_matter.block import Block
    from medlint.front_matter.model import Entry


def read(text: str, limits: Limits = DEFAULT_LIMITS) -> FrontMatter | None:
    """The front matter of a text, or ``None`` where it has none. Never raises.

    Args:
        text: The whole file, without a byte order mark.
        limits: How much is read.
    """
    first = text[:1]
    if first not in "-+{" and not first.isspace():
        return None
    if limits.depth >= MOST.depth and limits.values >= MOST.values:
        plain = read_plain(text)
        if plain is not None:
            return plain
    return read_in_full(text, limits)


def read_in_full(text: str, limits: Limits = DEFAULT_LIMITS) -> FrontMatter | None:
    """What :func:`read` answers, by python-frontmatter and the format's own reader alone."""
    from medlint.front_matter import block as blocks

    block = blocks.find(text)
    if block is None:
        return None
    if block.format == "yaml":
        return _read_yaml(text, block, limits)
    if block.format == "toml":
        from medlint.front_matter.toml_reader import read as read_toml

        return _made(text, block, *read_toml(text, block.content_span, limits))
    from medlint.front_matter.json_reader import read as read_json

    return _made(text, block, *read_json(text, block.content_span, limits))


def _read_yaml(text: str, block: Block, limits: Limits) -> FrontMatter | None:
    from medlint.front_matter import block as blocks
    from medlint.front_matter.yaml_reader import read as read_yaml

    entries, problems, parsed = read_yaml(text, block.content_span, limits)
    if parsed or not block.closed:
        return _made(text, block, entries, problems)
    if blocks.is_framed_prose(text, block):
        return None
    shorter = blocks.cut_at_body(text, block)
    if shorter is not None:
        entries, problems, parsed = read_yaml(text, shorter.content_span, limits)
        return _made(text, shorter, entries, problems)
    return _made(text, block, entries, problems)


def _made(
    text: str, block: Block, entries: tuple[Entry, ...], problems: tuple[Problem, ...]
) -> FrontMatter:
    if not block.closed:
        from medlint.front_matter.wording import unclosed

        fence = text[block.open_span.start : block.open_span.end]
        if block.format == "json":
            # That the object ends too soon is the same finding in other words.
            fence = "}"
            problems = tuple(one for one in problems if one.kind != "invalid")
        problem = Problem("unclosed", unclosed(fence), block.open_span)
        problems = (problem, *problems)
    return FrontMatter(
        block.format,
        block.span,
        block.open_span,
        block.close_span,
        block.content_span,
        entries,
        _first_of_each(problems),
    )


def _first_of_each(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems without those that only repeat, a hundred times over, what was said before."""
    from medlint.front_matter.limits import MAX_PROBLEMS

    if len(problems) <= MAX_PROBLEMS:
        return problems
    kept: list[Problem] = []
    places: dict[str, list[int]] = {}
    left_out: dict[str, int] = {}
    for problem in problems:
        known = places.setdefault(problem.kind, [])
        if len(known) < MAX_PROBLEMS:
            known.append(len(kept))
            kept.append(problem)
        else:
            left_out[problem.kind] = left_out.get(problem.kind, 0) + 1
    for kind, count in left_out.items():
        last = places[kind][-1]
        message = f"{kept[last].message} ({count:,} more below are not shown)"
        kept[last] = kept[last]._replace(message=message)
    return tuple(kept)
