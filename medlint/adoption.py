"""What ``medlint init`` adds to files that others have written: text in, text out.

Nothing that stands in a file is changed; what is new is added to it, and what
comes out is read again to see that it says just what it should. Where that
cannot be done, :class:`AdoptionError` says so.
"""

from __future__ import annotations

import re

from medlint.configurations import ConfigurationError, from_toml, from_yaml, node_of_yaml
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import yaml

REPOSITORY = "https://github.com/medlint/medlint"


class AdoptionError(Exception):
    """A file cannot be added to; the message says why, without naming the file."""


def settings_table(settings: Mapping[str, Any], *, in_tool: bool) -> str:
    """A table of settings as TOML, with a hint for what is not known.

    Args:
        settings: As in ``[tool.medlint]``.
        in_tool: Whether it stands below ``tool.medlint``, as in a ``pyproject.toml``.
    """
    return "\n".join(_table_lines(settings, "tool.medlint" if in_tool else "")) + "\n"


def _table_lines(settings: Mapping[str, Any], prefix: str) -> Iterator[str]:
    from medlint.rule_text import as_toml

    if prefix:
        yield f"[{prefix}]"
    yield f"# All settings: {REPOSITORY}/blob/main/docs/settings.md"
    for name, value in settings.items():
        if name != "overrides":
            yield f"{name} = {as_toml(value)}"
    for name, hint in (
        ("site-url", '"https://example.org"  # your own site, if posts appear there first'),
        ("permalink", '"/{year}/{month}/{slug}/"  # the paths of posts there'),
    ):
        overrides = settings.get("overrides", ())
        if name not in settings and not any(name in one for one in overrides):
            yield f"# {name} = {hint}"
    for override in settings.get("overrides", ()):
        yield ""
        yield f"[[{prefix}{'.' if prefix else ''}overrides]]"
        for name, value in override.items():
            yield f"{name} = {as_toml(value)}"


def with_settings(text: str, settings: Mapping[str, Any]) -> str:
    """A ``pyproject.toml`` with ``[tool.medlint]`` at its end.

    Raises:
        AdoptionError: It is no TOML, or nothing can be added to it.
    """
    before = _toml(text)
    table = settings_table(settings, in_tool=True)
    gap = "" if not text.strip("\ufeff") else "\n" if text.endswith("\n") else "\n\n"
    added = _like(text, f"{text}{gap}{table}")
    try:
        after = _toml(added)
        own = after["tool"].pop("medlint")
        if not after["tool"] and "tool" not in before:
            del after["tool"]
    except (AdoptionError, KeyError, AttributeError):
        own, after = None, {}
    if own != _plain(settings) or after != before:
        raise AdoptionError("[tool.medlint] cannot be added at its end")
    return added


def _toml(text: str) -> dict[str, Any]:
    try:
        return from_toml(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except ConfigurationError as error:
        raise AdoptionError(str(error)) from None


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _like(old: str, new: str) -> str:
    """A text with the line endings of the old one."""
    if "\r\n" not in old:
        return new
    return re.sub(r"\r?\n", "\r\n", new)


def hook_entry(version: str) -> str:
    """The entry of the hook in ``.pre-commit-config.yaml``, as an item that is not indented."""
    return f"- repo: {REPOSITORY}\n  rev: v{version}\n  hooks:\n    - id: medlint\n"


def new_hook_file(version: str) -> str:
    """A ``.pre-commit-config.yaml`` with the hook alone."""
    return f"repos:\n{_indented(hook_entry(version), 2)}"


def has_hook(text: str) -> bool:
    """Whether a ``.pre-commit-config.yaml`` has a hook of medlint already.

    Raises:
        AdoptionError: It is no YAML.
    """
    repos = _repos(_yaml(text))
    for repo in repos if isinstance(repos, list) else ():
        if not isinstance(repo, dict):
            continue
        if str(repo.get("repo", "")).rstrip("/").removesuffix(".git").endswith("/medlint"):
            return True
        hooks = repo.get("hooks")
        for hook in hooks if isinstance(hooks, list) else ():
            if isinstance(hook, dict) and str(hook.get("id", "")).startswith("medlint"):
                return True
    return False


def with_hook(text: str, version: str) -> str:
    """A ``.pre-commit-config.yaml`` with the hook after those that are there.

    Raises:
        AdoptionError: It is no YAML, or nothing can be added to it.
    """
    before = _yaml(text)
    entry = hook_entry(version)
    repos = _repos(before)
    if not isinstance(before, dict | None) or not isinstance(repos, list | None):
        raise AdoptionError("it is no configuration of pre-commit")
    added = _like(text, _added(text, entry))
    expected = dict(before or {})
    item = _yaml(entry)
    assert isinstance(item, list)
    expected["repos"] = [*(repos or ()), *item]
    try:
        after = _yaml(added)
    except AdoptionError:
        after = None
    if after != expected:
        raise AdoptionError("the hook cannot be added after those that are there")
    return added


def _added(text: str, entry: str) -> str:
    """The text with the entry where it should go; whether it fits there is not checked."""
    repos = _repos_node(text)
    if repos is None:
        gap = "" if not text.strip("\ufeff") or text.endswith("\n") else "\n"
        return f"{text}{gap}repos:\n{_indented(entry, 2)}"
    kind, start, end, column, last = repos
    if kind == "block":
        at = _after_comments(text, last, column)
        gap = "" if text[:at].endswith("\n") else "\n"
        return f"{text[:at]}{gap}{_indented(entry, column)}{text[at:]}"
    inside = text[start + 1 : end - 1]
    if not inside.strip():
        return f"{text[:start].rstrip(' ')}\n{_indented(entry, 2)}{text[end:].lstrip()}"
    comma = "" if inside.rstrip().endswith(",") else ","
    kept = text[: end - 1].rstrip()
    pieces = [line.strip(" -") for line in entry.splitlines()]
    flow = f"{{ {pieces[0]}, {pieces[1]}, hooks: [{{ {pieces[3]} }}] }}"
    line = kept[kept.rfind("\n") + 1 :]
    gap = f"\n{line[: len(line) - len(line.lstrip())]}" if "\n" in inside else " "
    return f"{kept}{comma}{gap}{flow}{text[len(kept) :]}"


def _after_comments(text: str, last: int, column: int) -> int:
    """The place after a line and the comments below it that are indented like what it is in."""
    at = text.find("\n", last) + 1 or len(text)
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        line = text[at:end]
        content = line.lstrip(" ")
        if not content.startswith("#") or len(line) - len(content) <= column:
            break
        at = end
    return at


def _repos_node(text: str) -> tuple[str, int, int, int, int] | None:
    """How ``repos`` is written: its style, start, end, column and the end of its last value."""
    import yaml

    root = node_of_yaml(text)
    if not isinstance(root, yaml.MappingNode):
        return None
    for key, value in root.value:
        if key.value != "repos":
            continue
        if value.tag == "tag:yaml.org,2002:null":
            return "block", 0, 0, 2, key.end_mark.index
        if isinstance(value, yaml.SequenceNode):
            kind = "flow" if value.flow_style else "block"
            last = max((_end(text, item) for item in value.value), default=0)
            # Marks count a byte order mark, which the text has too.
            return kind, value.start_mark.index, value.end_mark.index, value.start_mark.column, last
    return None


def _end(text: str, node: yaml.Node) -> int:
    """Where the last thing written in a node ends; a block's own mark lies after its comments."""
    import yaml

    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    end = int(node.end_mark.index)
    if getattr(node, "style", None) in {"|", ">"}:
        while end and text[end - 1].isspace():
            end -= 1
    return end


def _yaml(text: str) -> object:
    try:
        return from_yaml(text)
    except ConfigurationError as error:
        raise AdoptionError(str(error)) from None


def _repos(document: object) -> object:
    return document.get("repos") if isinstance(document, dict) else None


def _indented(entry: str, columns: int) -> str:
    return "".join(f"{' ' * columns}{line}\n" for line in entry.splitlines())
