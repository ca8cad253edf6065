"""python-frontmatter's handlers, taught to say where the block stands.

Importing this module imports ``frontmatter`` (and with it ``yaml`` and
``json``), so it is imported only for a text that may have front matter.
"""

from __future__ import annotations

import re

from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

from medlint.front_matter.lines import after_line
from medlint.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from medlint.front_matter.model import Format

#: The line that also closes a YAML block: the end of a YAML document, which Jekyll accepts.
_YAML_END = re.compile(r"^\.{3}\s*$", re.MULTILINE)

#: JSON on python-frontmatter's own line, or an object that opens with a key.
_JSON_OPEN = re.compile(r'\{(?:[ \t]*$|[ \t]*"(?:[^"\\\n]|\\[^\n])*"[ \t]*:|\})', re.MULTILINE)


class Fences(NamedTuple):
    """Where the fences of a block stand, in offsets of the text.

    Attributes:
        open_start: The first character of the opening fence.
        open_end: The place after the last character of the opening fence.
        close_start: The first character of the closing fence, or ``None`` without one.
        close_end: The place after the last character of the closing fence.
    """

    open_start: int
    open_end: int
    close_start: int | None
    close_end: int


class _Fenced(BaseHandler):
    """What a handler of a format with equal fences on lines of their own can do."""

    END: re.Pattern[str] | None = None

    def fences(self, head: str) -> Fences:
        """Where the fences stand in a text that the handler has detected.

        Args:
            head: The text from the opening fence on, every CR replaced by LF.
        """
        mark = head[0]
        open_end = _run_end(head, 0, mark)
        content_start = after_line(head, open_end).next
        boundary = self.FM_BOUNDARY
        closing = None if boundary is None else boundary.search(head, content_start)
        limit = len(head) if closing is None else closing.start()
        earlier = None if self.END is None else self.END.search(head, content_start, limit)
        # `...` and then `---`, nothing between them: the end of the document, then the fence.
        if earlier is not None and (closing is None or head[earlier.start() + 3 : limit].strip()):
            return Fences(0, open_end, earlier.start(), earlier.start() + 3)
        if closing is None:
            return Fences(0, open_end, None, len(head))
        return Fences(0, open_end, closing.start(), _run_end(head, closing.start(), mark))


class YamlFences(_Fenced, YAMLHandler):
    """YAML between ``---`` and ``---`` or ``...``."""

    format_name: Format = "yaml"
    END = _YAML_END


class TomlFences(_Fenced):
    """TOML between ``+++`` and ``+++``.

    python-frontmatter has a handler for it only where the package ``toml`` is
    installed; this one has the same boundary and reads with ``tomli``.
    """

    format_name: Format = "toml"
    FM_BOUNDARY = re.compile(r"^\+{3,}\s*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"

    def load(self, fm: str) -> dict[str, Any]:
        """The values of a block of TOML.

        Raises:
            tomli.TOMLDecodeError: It is not valid TOML.
        """
        import tomli

        return tomli.loads(fm)


class JsonFences(JSONHandler):
    """JSON: an object at the head of the file."""

    format_name: Format = "json"

    def detect(self, text: str) -> bool:
        """Whether the text opens with an object, on one line or on several."""
        return bool(super().detect(text)) or _JSON_OPEN.match(text) is not None

    def closing_brace(self, head: str) -> int | None:
        """Where python-frontmatter's boundary has the closing brace, or ``None``."""
        for found in self.FM_BOUNDARY.finditer(head, 1):
            if found.group() == "}":
                return found.start()
        return None


HANDLERS: tuple[YamlFences | TomlFences | JsonFences, ...] = (
    YamlFences(),
    JsonFences(),
    TomlFences(),
)


def _run_end(text: str, start: int, mark: str) -> int:
    end = start
    while end < len(text) and text[end] == mark:
        end += 1
    return end
