"""Mending a post: the fixes of its findings, round after round, until nothing changes."""

from __future__ import annotations

from medlint.fixes import apply_edits, fitting
from medlint.text import Source
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from medlint.diagnostic import Diagnostic
    from medlint.fixes import Fix

#: One fix may stand in the way of another, which then waits for the next round.
ROUNDS = 10
#: How many fixes of the front matter are tried one by one where all together would break it.
_TRIED_ALONE = 20

_BOM = b"\xef\xbb\xbf"


class Fixed(NamedTuple):
    """A post after its fixes.

    Attributes:
        source: The text now; the very same object where nothing was fixed.
        found: What is still found in it.
        applied: How many fixes of each rule were applied, by code.
        trouble: What went wrong, as the end of a sentence that names the file, or "".
    """

    source: Source
    found: Sequence[Diagnostic]
    applied: dict[str, int]
    trouble: str = ""


def fix(
    source: Source,
    found: Sequence[Diagnostic],
    lint: Callable[[Source], Sequence[Diagnostic]],
    *,
    unsafe: bool = False,
) -> Fixed:
    """Apply the fixes of what was found, and of what is found then, and so on.

    Every round leaves a sound post behind or is not kept: front matter that
    could be read still can be. Fixes that are undone by each other, round
    after round, are not kept either.

    Args:
        source: The post.
        found: What is found in it.
        lint: Finds what there is to find in another version of the post.
        unsafe: Whether to apply also fixes that may change what the author meant.
    """
    now = Fixed(source, found, {})
    if source.problem is not None:
        return now
    seen = {source.text}
    for _ in range(ROUNDS):
        chosen = fixes_of(now.source, now.found, unsafe=unsafe)
        taken, edits = fitting(one for one, _ in chosen)
        text = apply_edits(now.source.text, edits)
        if text == now.source.text:
            return now
        if not is_sound(text, now.source.text):
            chosen, refused = harmless_fixes(now.source, chosen)
            taken, edits = fitting(one for one, _ in chosen)
            text = apply_edits(now.source.text, edits)
            if text == now.source.text or not is_sound(text, now.source.text):
                named = _named(refused or _codes(chosen, taken))
                trouble = "would leave front matter that cannot be read, and was not made"
                return now._replace(trouble=f"mending {named} {trouble}")
        codes = _codes(chosen, taken)
        if text in seen:
            trouble = "the fixes undo each other, so none was made"
            return Fixed(source, found, {}, f"{trouble} ({_named({*now.applied, *codes})})")
        seen.add(text)
        applied = dict(now.applied)
        for code in codes:
            applied[code] = applied.get(code, 0) + 1
        mended = Source(text, source.path, bom=source.bom)
        now = Fixed(mended, lint(mended), applied)
    left = fixes_of(now.source, now.found, unsafe=unsafe)
    if not left:
        return now
    if len(left) < len(fixes_of(source, found, unsafe=unsafe)):
        return now._replace(
            trouble=f"after {ROUNDS} rounds of fixes there are still more; run again"
        )
    named = _named({code for _, code in left})
    trouble = f"the fixes came to no end after {ROUNDS} rounds, so none was made"
    return Fixed(source, found, {}, f"{trouble} ({named})")


def fixes_of(
    source: Source, found: Sequence[Diagnostic], *, unsafe: bool = False
) -> list[tuple[Fix, str]]:
    """The fixes that can be applied, each with the code of its rule.

    A fix that a rule made wrongly (edits outside the text or over each other)
    is none.
    """
    size = len(source.text)
    chosen = []
    for finding in found:
        one = finding.fix
        if one is None or not (one.safe or unsafe) or not one.edits:
            continue
        edits = sorted(one.edits)
        starts = [edit.span.start for edit in edits]
        ends = [edit.span.end for edit in edits]
        in_order = all(start <= end for start, end in zip(starts, ends, strict=True))
        apart = all(end <= start for end, start in zip(ends, starts[1:], strict=False))
        if in_order and apart and starts[0] >= 0 and ends[-1] <= size:
            chosen.append((one, finding.code))
    return chosen


def is_sound(text: str, before: str) -> bool:
    """Whether a changed post can be kept.

    It can be written as UTF-8 and read back as the same text, and its front
    matter can be read if that was so before.
    """
    from medlint.front_matter import read
    from medlint.front_matter.model import HIGHEST_LIMITS

    if text.startswith("\ufeff"):
        return False
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a character of two
        return False
    # That a post holds more than the settings let be read does not make it unsound.
    old = read(before, HIGHEST_LIMITS)
    if old is None:
        return True
    new = read(text, HIGHEST_LIMITS)
    if new is None:
        return False
    broken = {"invalid", "unclosed"}
    return broken.isdisjoint(one.kind for one in new.problems) or not broken.isdisjoint(
        one.kind for one in old.problems
    )


def harmless_fixes(
    source: Source, chosen: Sequence[tuple[Fix, str]]
) -> tuple[list[tuple[Fix, str]], set[str]]:
    """Where all fixes together break the front matter, those that alone do not.

    Each that changes it is tried alone; of very many such none is taken.

    Returns:
        These fixes, and the codes of the others.
    """
    from medlint.front_matter import read
    from medlint.front_matter.model import HIGHEST_LIMITS

    front_matter = read(source.text, HIGHEST_LIMITS)
    end = -1 if front_matter is None else front_matter.span.end
    kept = [pair for pair in chosen if min(pair[0].edits).span.start > end]
    changing = [pair for pair in chosen if min(pair[0].edits).span.start <= end]
    refused = set()
    for one, code in changing:
        if len(changing) <= _TRIED_ALONE and is_sound(
            apply_edits(source.text, sorted(one.edits)), source.text
        ):
            kept.append((one, code))
        else:
            refused.add(code)
    return kept, refused


def _codes(chosen: Sequence[tuple[Fix, str]], taken: Sequence[Fix]) -> list[str]:
    """The code of each fix that was taken."""
    by_identity = {id(one): code for one, code in chosen}
    return [by_identity[id(one)] for one in taken]


def _named(codes: Sequence[str] | set[str]) -> str:
    return ", ".join(sorted(set(codes)))


def rewritten(data: bytes, before: Source, after: Source) -> bytes | None:
    """The bytes of a file after its text has changed, with the byte order mark that they had.

    Args:
        data: The file as it is.
        before: What was read from it.
        after: What is to stand in it.

    Returns:
        The new bytes, or ``None`` where ``data`` is not what ``before`` was read from.
    """
    old = before.text.encode()
    mark = data[: len(data) - len(old)]
    marks, rest = divmod(len(mark), len(_BOM))
    if not data.endswith(old) or rest or mark != _BOM * marks or bool(marks) != before.bom:
        return None
    return mark + after.text.encode()
