"""What a rule is.

A rule is one class in one file: its fields are its options, its docstring is
its documentation, its examples are its tests, ``check`` is its behaviour.
``CONTRIBUTING.md`` shows how to write one in ten minutes.
"""

from __future__ import annotations

from medlint.diagnostic import Finding, Severity
from medlint.typed import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    TypeAlias,
    TypeVar,
    cast,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from medlint.entries import Entry
    from medlint.fixes import Fix
    from medlint.index import Others
    from medlint.post import Post
    from medlint.text import Span

T = TypeVar("T")

#: What a rule may be about, see :class:`Rule`; :meth:`medlint.post.Post.has` tells of each.
Need: TypeAlias = Literal[
    "",
    # What keeps the file from being read, and what is wrong with its front matter.
    "problem",
    "front-matter-problem",
    "no-front-matter",
    # In the body; first what keeps some of it from being read.
    "body-problem",
    "html",
    "image",
    "link",
    "list",
    "table",
    # Known fields of the front matter, whether they have a value or not.
    "canonical",
    "description",
    "keyword",
    "slug",
    "tags",
]

#: When a rule runs. ``source``: on every file, unreadable ones too; ``post``: on
#: every file that could be read; ``site``: on every post that could be read, once
#: all posts of its site are known; ``suppressions``: last, when it is known which
#: suppressions were used.
Stage: TypeAlias = Literal["source", "post", "site", "suppressions"]


class Option(NamedTuple):
    """A setting of one rule.

    Attributes:
        name: Its name in settings, in kebab-case.
        attribute: Its name on the rule.
        default: The value unless the settings give one; its type is the option's type.
        help: One line on what it does, with the unit.
        choices: The only values allowed, or empty for any.
        minimum: The least number allowed, or ``None``.
    """

    name: str
    attribute: str
    default: Any
    help: str
    choices: tuple[str, ...] = ()
    minimum: int | None = None


class _Declared(NamedTuple):
    default: Any
    help: str
    choices: tuple[str, ...]
    minimum: int | None


def option(
    default: T, help: str, *, choices: tuple[str, ...] = (), minimum: int | None = None
) -> T:
    """Declare an option of a rule.

    The default may be a ``bool``, ``int``, ``float``, ``str`` or a tuple of
    ``str``; settings must then give a value of that type.
    """
    return cast("T", _Declared(default, help, choices, minimum))


class Example:
    """A post that shows a rule, run as a test.

    Args:
        text: The post; indentation common to all lines is removed. ``⟦`` and
            ``⟧`` mark the spans of the findings expected, and are removed too.
        fixed: The post after the rule's fixes, where it has any.
        path: The path of the post.
        settings: Settings as in ``[tool.medlint]``.
        options: Options of the rule itself.
        others: The other posts of the site, by path, for the rules that look
            at all posts together; indentation is removed as from ``text``.
    """

    bad: ClassVar[bool]

    def __init__(
        self,
        text: str,
        *,
        fixed: str | None = None,
        path: str = "posts/example.md",
        settings: Mapping[str, object] | None = None,
        options: Mapping[str, object] | None = None,
        others: Mapping[str, str] | None = None,
    ) -> None:
        self.text = text
        self.fixed = fixed
        self.path = path
        self.settings = dict(settings or {})
        self.options = dict(options or {})
        self.others = dict(others or {})

    @property
    def other_posts(self) -> dict[str, str]:
        """The other posts as they are read, by path."""
        return {path: _dedented(text) for path, text in self.others.items()}

    @property
    def marked(self) -> str:
        """The post with its marks, common indentation removed."""
        return _dedented(self.text)

    @property
    def post(self) -> str:
        """The post as it is linted, without marks and common indentation."""
        return self.marked.translate({ord("⟦"): None, ord("⟧"): None})

    @property
    def fixed_post(self) -> str | None:
        """The post after the rule's fixes, common indentation removed."""
        return None if self.fixed is None else _dedented(self.fixed)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The marked places, in offsets of :attr:`post`.

        Raises:
            ValueError: A mark has no partner.
        """
        import re

        from medlint.text import Span

        spans: list[Span] = []
        opened: list[int] = []
        pieces = re.split("([⟦⟧])", self.marked)
        at = 0
        for piece in pieces:
            if piece == "⟦":
                opened.append(at)
            elif piece == "⟧" and opened:
                spans.append(Span(opened.pop(), at))
            elif piece == "⟧":
                raise ValueError(f"an example closes a mark that was not opened: {self.text!r}")
            else:
                at += len(piece)
        if opened:
            raise ValueError(f"an example opens a mark that is not closed: {self.text!r}")
        return tuple(sorted(spans))


def _dedented(text: str) -> str:
    """The text without common indentation and the line break after the opening quotes."""
    from textwrap import dedent

    return dedent(text).removeprefix("\n")


class Good(Example):
    """A post on which the rule is silent."""

    bad = False


class Bad(Example):
    """A post in which the rule finds exactly the spans marked ``⟦…⟧``."""

    bad = True


class Rule:
    """Base of all rules that look at one post.

    Subclass arguments:
        code: ``MED`` and three digits.
        severity: The default severity.
        default: Whether the rule is on unless selected by name.
        stage: When it runs.
        needs: What a post must have for the rule to say anything; "" for nothing.
            A rule is not even imported for a post without it.

    Attributes:
        name: The class name in kebab-case.
        options: The declared options, in order.
    """

    code: ClassVar[str] = ""
    name: ClassVar[str] = ""
    severity: ClassVar[Severity] = Severity.ERROR
    default: ClassVar[bool] = True
    stage: ClassVar[Stage] = "post"
    needs: ClassVar[Need] = ""
    options: ClassVar[tuple[Option, ...]] = ()
    examples: ClassVar[tuple[Example, ...]] = ()

    def __init_subclass__(
        cls,
        *,
        code: str = "",
        severity: Severity = Severity.ERROR,
        default: bool = True,
        stage: Stage = "post",
        needs: Need = "",
    ) -> None:
        super().__init_subclass__()
        cls.code = code
        hyphened = (f"-{letter}" if letter.isupper() else letter for letter in cls.__name__)
        cls.name = "".join(hyphened).removeprefix("-").lower()
        cls.severity = severity
        cls.default = default
        cls.stage = stage
        cls.needs = needs
        options = []
        for attribute, declared in list(vars(cls).items()):
            if isinstance(declared, _Declared):
                options.append(Option(attribute.replace("_", "-"), attribute, *declared))
                setattr(cls, attribute, declared.default)
        cls.options = tuple(options)

    def __init__(self, **options: object) -> None:
        """Make a rule with options by attribute name; settings have been checked before.

        Raises:
            TypeError: There is no such option.
        """
        known = {option.attribute for option in self.options}
        for attribute, value in options.items():
            if attribute not in known:
                raise TypeError(f"{self.name} has no option {attribute!r}")
            object.__setattr__(self, attribute, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"rules hold no state: {self.name}.{name} cannot be set")

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield what is wrong with a post.

        Findings may come in any order. A rule reads the post and nothing
        else: no file, no network, no terminal.
        """
        raise NotImplementedError

    def finding(
        self, span: Span, message: str, fix: Fix | None = None, severity: Severity | None = None
    ) -> Finding:
        """A finding of this rule.

        Args:
            span: The place, in offsets of the source text.
            message: What was measured, the limit and the unit, and what to do.
            fix: How to mend it, if it can be mended by machine.
            severity: Only where it differs from the rule's.
        """
        return Finding(span, message, fix, severity)


class SiteRule(Rule, stage="site"):
    """Base of the rules that look at all posts of a site together.

    Such a rule is asked about one post at a time, like any other, and reports
    what is wrong in that post; of the others it sees what the index knows of
    them (:mod:`medlint.index`). What two posts share is wrong in both: each is
    told of the other when it is asked about.
    """

    def __init_subclass__(
        cls,
        *,
        code: str = "",
        severity: Severity = Severity.ERROR,
        default: bool = True,
        stage: Stage = "site",
    ) -> None:
        super().__init_subclass__(code=code, severity=severity, default=default, stage=stage)

    def check(self, post: Post) -> Iterator[Finding]:  # noqa: ARG002 - as other rules have it
        """Nothing: one post alone says nothing of the others."""
        return iter(())

    def compare(self, post: Entry, site: Others) -> Iterator[Finding]:
        """Yield what is wrong with a post among the others.

        Args:
            post: What the index knows of the post.
            site: What it knows of the other posts.
        """
        raise NotImplementedError
