"""A rule's examples, run: what a user would be told of each."""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medlint.diagnostic import Diagnostic
    from medlint.rule import Example, Rule
    from medlint.settings import Settings
    from medlint.text import Source


def run_example(rule: type[Rule], example: Example) -> tuple[Source, list[Diagnostic]]:
    """Lint an example with its own settings and that rule alone."""
    from medlint.settings import Settings
    from medlint.text import Source

    settings = Settings.from_mapping(_settings(rule, example))
    data = example.post.encode()
    source = Source.from_bytes(data, example.path, max_size=settings.max_file_size)
    found = lint_among(source, settings, example.path, example.other_posts)
    return source, [diagnostic for diagnostic in found if diagnostic.code == rule.code]


def lint_among(
    source: Source, settings: Settings, path: str, others: Mapping[str, str]
) -> list[Diagnostic]:
    """Lint a post as one of a site.

    Args:
        source: The post.
        settings: The settings of the site.
        path: The path of the post.
        others: The texts of the other posts, by path.
    """
    from medlint.files import PostFile
    from medlint.index import Site
    from medlint.linter import lint_post, planned_rules
    from medlint.post import Post
    from medlint.text import Source

    sources = {other: Source(text, other) for other, text in others.items()}
    sources[path] = source
    files = {one: PostFile(one, one, one, settings.for_path(one)) for one in sources}
    posts = {one: Post(sources[one], file.settings, one) for one, file in files.items()}
    site = Site.of(tuple(files.values()))
    try:
        for one, post in posts.items():
            if sources[one].problem is None:
                site.learn(files[one], site.entry_of(post))
        findings = site.findings(files[path])
    finally:
        site.close()
    return lint_post(posts[path], planned_rules(settings, path), findings)


def settings_as_toml(rule: type[Rule], example: Example) -> str:
    """The settings that an example needs, as in ``pyproject.toml``; "" where it needs none."""
    from medlint.rule_text import as_toml

    lines: list[str] = []
    if example.settings:
        lines.append("[tool.medlint]")
        lines.extend(f"{name} = {as_toml(value)}" for name, value in example.settings.items())
    if example.options:
        lines.append(f"[tool.medlint.rules.{rule.name}]")
        lines.extend(
            f"{name.replace('_', '-')} = {as_toml(value)}"
            for name, value in example.options.items()
        )
    return "\n".join(lines)


def _settings(rule: type[Rule], example: Example) -> dict[str, object]:
    options = {name.replace("_", "-"): value for name, value in example.options.items()}
    mapping: dict[str, object] = {**example.settings, "select": [rule.code]}
    if options:
        mapping["rules"] = {rule.name: options}
    return mapping


def fix_kind(rule: type[Rule]) -> str:
    """``safe``, ``unsafe`` or ``some safe``, as the fixes of its examples are; "" without any."""
    safe = [
        found.fix.safe
        for example in rule.examples
        if example.fixed is not None
        for found in run_example(rule, example)[1]
        if found.fix is not None
    ]
    if not safe:
        return ""
    if all(safe):
        return "safe"
    return "some safe" if any(safe) else "unsafe"
