"""A rule's docstring, taken apart into what users read.

The same words serve ``medlint rule``, the advice under a finding and the
generated pages, so a rule is explained in one place: its own file.
"""

from __future__ import annotations

import re

from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from medlint.rule import Option, Rule

_PARTS = ("Mend", "Language", "Limits", "Source")
_SENTENCE_END = re.compile(r"(?<=[.!?])[ ](?=[A-Z`\"“(])")
_NO_END = ("e.g.", "i.e.", "etc.", "vs.")


class RuleText(NamedTuple):
    """What a rule says of itself; paragraphs are single lines.

    Attributes:
        summary: One sentence on what the rule asks for.
        why: One or more paragraphs on why it matters to the writer.
        mend: How to mend a finding.
        language: What depends on the post's language, or "".
        limits: What is deliberately not flagged, or "".
        source: Where the claim comes from.
    """

    summary: str
    why: tuple[str, ...]
    mend: str
    language: str
    limits: str
    source: str

    @property
    def reason(self) -> str:
        """The first sentence of why it matters."""
        return first_sentence(self.why[0]) if self.why else ""


def read_rule(rule: type[Rule]) -> RuleText:
    """Take a rule's docstring apart; parts that are missing come out as ""."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in docstring(rule).split("\n\n")]
    summary, *rest = paragraphs
    why: list[str] = []
    parts: dict[str, str] = {}
    current = ""
    for paragraph in rest:
        word, colon, after = paragraph.partition(":")
        if colon and word in _PARTS:
            current = word
            parts[current] = after.strip()
        elif current:
            parts[current] = f"{parts[current]} {paragraph}"
        elif paragraph:
            why.append(paragraph)
    return RuleText(
        summary,
        tuple(why),
        parts.get("Mend", ""),
        parts.get("Language", ""),
        parts.get("Limits", ""),
        parts.get("Source", ""),
    )


def docstring(rule: type[Rule]) -> str:
    """A rule's docstring, read from its file where Python leaves docstrings out (``-OO``)."""
    if rule.__doc__ is not None:
        return rule.__doc__
    import ast
    import inspect

    try:
        (made,) = ast.parse(inspect.getsource(rule)).body
    except OSError:  # the compiled files alone were installed
        return ""
    return (ast.get_docstring(made, clean=False) or "") if isinstance(made, ast.ClassDef) else ""


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def first_sentence(text: str) -> str:
    """The text up to the end of its first sentence."""
    for match in _SENTENCE_END.finditer(text):
        head = text[: match.start()]
        if not head.endswith(_NO_END):
            return head
    return text


def is_fixable(rule: type[Rule]) -> bool:
    """Whether the rule can mend what it finds, which its examples show."""
    return any(example.fixed is not None for example in rule.examples)


def option_default(option: Option) -> str:
    """An option's default as it is written in TOML."""
    return as_toml(option.default)


def option_type(option: Option) -> str:
    """What an option's values are, in words."""
    if option.choices:
        words = " or ".join(f'"{choice}"' for choice in option.choices)
        return f"any of {words}" if isinstance(option.default, tuple) else words
    default = option.default
    if isinstance(default, bool):
        return "true or false"
    if isinstance(default, tuple):
        return "a list of strings"
    if isinstance(default, str):
        return "a string"
    kind = "a whole number" if isinstance(default, int) else "a number"
    return kind if option.minimum is None else f"{kind}, {option.minimum} at least"


def as_toml(value: object) -> str:
    """A setting's value as it is written in TOML; ``None`` is nothing at all."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        import json

        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(as_toml, value))}]"
    return str(value)
