"""Says in words how two documents differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medlint.document import Document


def are_equal(one: Document, other: Document) -> bool:
    """Whether two documents are the same; blocks may nest so deep that ``==`` gives up."""
    return _flat(one) == _flat(other)


def _flat(document: Document) -> list[object]:
    blocks = [
        (block.kind, block.span, len(block.children), *block[3:]) for block in document.root.walk()
    ]
    return [blocks, *document[1:]]


def differences(text: str, reference: Any, other: Any, path: str = "document") -> list[str]:
    """Where two documents differ: the path to each place, and both values with their text."""
    if reference == other:
        return []
    if type(reference) is type(other) and isinstance(reference, tuple):
        names = getattr(reference, "_fields", None)
        if names is not None and names != ("start", "end"):
            return [
                line
                for name, left, right in zip(names, reference, other, strict=True)
                for line in differences(text, left, right, f"{path}.{name}")
            ]
        if names is None:
            lines = []
            for index, (left, right) in enumerate(zip(reference, other, strict=False)):
                lines += differences(text, left, right, f"{path}[{index}]")
                if len(lines) > 6:
                    return lines
            for index in range(len(other), len(reference)):
                lines.append(
                    f"{path}[{index}]: only the reference has {_shown(text, reference[index])}"
                )
            for index in range(len(reference), len(other)):
                lines.append(f"{path}[{index}]: only the other has {_shown(text, other[index])}")
            return lines
    return [f"{path}: {_shown(text, reference)} and not {_shown(text, other)}"]


def _shown(text: str, value: Any) -> str:
    span = getattr(value, "span", value)
    if getattr(span, "_fields", None) == ("start", "end"):
        what = type(value).__name__ if value is not span else ""
        return f"{what}{span.start}:{span.end} {text[span.start : span.end]!r}"
    return repr(value)
