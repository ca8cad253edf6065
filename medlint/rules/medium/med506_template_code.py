"""MED506."""

from __future__ import annotations

from functools import cache

from medlint.diagnostic import Severity
from medlint.patterns import lazy
from medlint.raw_html import EndTags, is_component, written_name
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING, NamedTuple
from medlint.wordlists import load

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post
    from medlint.text import Span


class _Kind(NamedTuple):
    """A kind of template code: how it begins, what it is called, the name in it."""

    opening: re.Pattern[str]
    one: str
    many: str
    name: re.Pattern[str]


_NOTHING = lazy(r"(?!)")
_KINDS = (
    _Kind(
        lazy(r"\{\{[<%]"),
        "a Hugo shortcode",
        "Hugo shortcodes",
        lazy(r"\{\{[<%][-\s/]{0,9}([\w.-]{1,60})"),
    ),
    _Kind(
        lazy(r"\{%"),
        "a template tag",
        "template tags",
        lazy(r"\{%[-\s]{0,9}([\w.-]{1,60})"),
    ),
    _Kind(
        lazy(r"\{\{"),
        "a template variable",
        "template variables",
        lazy(r"\{\{[-\s]{0,9}([A-Za-z_][\w.]{0,60})"),
    ),
    _Kind(lazy(r"<%"), "an ERB tag", "ERB tags", _NOTHING),
    _Kind(lazy(r"\{#"), "a heading id", "heading ids", _NOTHING),
    _Kind(lazy(r"\{:"), "an attribute list", "attribute lists", _NOTHING),
    _Kind(lazy(r"import\s|export\s"), "an MDX import", "MDX imports and exports", _NOTHING),
    _Kind(
        lazy(r"</?[A-Z]|<>|</>"),
        "a component",
        "components",
        lazy(r"</?([A-Z][\w.]{0,60})"),
    ),
    _Kind(lazy(r"\{"), "an MDX expression", "MDX expressions", _NOTHING),
)
_COMPONENT, _EXPRESSION = _KINDS[-2:]
_CLOSING = lazy(r"(?:\{%[-\s]{0,9}|\{\{[<%][-\s]{0,9})(?:end\w|/)|</")


class TemplateCode(Rule, code="MED506", severity=Severity.WARNING):
    """Code for your site's generator is published on Medium as text.

    `{% include note.html %}`, `{{< youtube … >}}` and `<Tabs>` mean something
    to Jekyll, Hugo or MDX alone. Medium's readers see the code itself, or
    nothing where the picture should be.

    Mend: Write what the code stands for: the full address of a link, a
    Markdown image, a fenced block of code. A video or a tweet is embedded by
    its address alone in a paragraph. If what you publish is the generator's
    output, name the tags in `allow`, or turn this rule off.

    Limits: Reported once per kind, at its first place. Template code inside
    code, and comments, are fine.

    Source: The documentation of Liquid, Hugo, Hexo and MDX, which process
    such code before publishing, as Medium does not.
    """

    allow: tuple[str, ...] = option(
        (), "Names of tags, shortcodes and components that are resolved before publishing."
    )

    examples = (
        Bad(
            """
            ⟦{% include note.html %}⟧

            See [the trial](⟦{{ site.url }}⟧/trial).

            ⟦{{< youtube dQw4w9WgXcQ >}}⟧
            """
        ),
        Bad(
            """
            ⟦import { Tabs } from "./tabs"⟧

            ⟦<Tabs items={all} />⟧
            """,
            path="posts/trial.mdx",
        ),
        Good(
            """
            See [the trial](https://example.org/trial), made with `{% include %}`.

            https://www.youtube.com/watch?v=dQw4w9WgXcQ
            """
        ),
        Good("{{< youtube dQw4w9WgXcQ >}}", options={"allow": ("youtube",)}),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each kind of template code once, at its first place."""
        found: dict[str, tuple[_Kind, list[Span], dict[str, None]]] = {}
        allowed = frozenset(self.allow)
        for span, kind, name in sorted(_template_code(post), key=lambda item: item[0]):
            if name in allowed:
                continue
            _, spans, names = found.setdefault(kind.many, (kind, [], {}))
            spans.append(span)
            if name:
                names[name] = None
        for kind, spans, names in found.values():
            yield self.finding(spans[0], _message(kind, spans, list(names)))


def _template_code(post: Post) -> Iterator[tuple[Span, _Kind, str]]:
    """Every piece of template code with its kind and the name in it, or ""."""
    mdx = post.path.lower().endswith(".mdx")
    end = -1
    for template in post.document.templates:
        between = post.text[end : template.span.start] if end >= 0 else "-"
        end = template.span.end
        kind = next((kind for kind in _KINDS if kind.opening.match(template.text)), None)
        if kind is None or _CLOSING.match(template.text):
            continue  # the lines of a component go with its first one, an end with its beginning
        if mdx and kind is _EXPRESSION and not between.strip():
            continue
        if _is_object(post.text, template.span):
            continue
        match = kind.name.match(template.text)
        yield template.span, kind, match[1] if match is not None else ""
    ends = EndTags(post.text)
    for tag in post.document.tags:
        if is_component(post.text, tag, ends, mdx=mdx):
            yield tag.span, _COMPONENT, written_name(post.text, tag)


def _is_object(text: str, span: Span) -> bool:
    """Whether two braces are an object of JSX: ``style={{margin: 0}}``."""
    return text.startswith("={{", span.start - 1) and ":" in text[span.start : span.end]


def _message(kind: _Kind, spans: list[Span], names: list[str]) -> str:
    listed = f" ({', '.join(names[:4])}{', …' if len(names) > 4 else ''})" if names else ""
    advice = _GENERAL
    known = [] if kind is _COMPONENT else [name for name in names if _advice(name)]
    if known:
        advice = _advice(known[0]) if len(names) == 1 else f"for {known[0]}, {_advice(known[0])}"
    if kind is _COMPONENT:
        count = f", and this post has {len(spans)}" if len(spans) > 1 else ""
        return f"Medium knows no components{listed}{count}; write what they stand for"
    if len(spans) == 1:
        return f"Medium publishes {kind.one}{listed} as text; {advice}"
    return f"Medium publishes {kind.many}{listed} as text, and this post has {len(spans)}; {advice}"


_GENERAL = "write what it stands for"


def _advice(name: str) -> str:
    """What to write instead of a tag of that name, or "" where nothing better is known."""
    name = name.lower()
    return _advices().get(name) or _advices().get(name.removesuffix("embed"), "")


@cache
def _advices() -> dict[str, str]:
    advices = {}
    for line in load("template-advice"):
        names, _, advice = line.partition(": ")
        advices.update(dict.fromkeys(names.split(), advice))
    return advices
