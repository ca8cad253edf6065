"""Real posts: what medlint reads is what python-frontmatter reads, where that can read at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import frontmatter
import tomli
import yaml
from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

from medlint.front_matter import Value, read
from medlint.text import Source

if TYPE_CHECKING:
    from pathlib import Path


class TomlHandler(BaseHandler):
    """python-frontmatter's handler for TOML, which needs the package ``toml``, on tomli."""

    FM_BOUNDARY = re.compile(r"^\+{3,}\s*$", re.MULTILINE)

    def load(self, fm: str) -> dict[str, Any]:
        return tomli.loads(fm)


def python(value: Value) -> object:
    if value.kind == "list":
        return [python(item) for item in value.items]
    if value.kind == "mapping":
        return {entry.key: python(entry.value) for entry in value.entries}
    return dated(value.text) if value.kind == "date" else value.data


def dated(written: str) -> object:
    """A date as the reader of YAML sees it, or the one of TOML in what is no YAML."""
    found = yaml.safe_load(written)
    return tomli.loads(f"x = {written}")["x"] if isinstance(found, str) else found


def test_values_and_body_are_those_of_python_frontmatter(real_posts: list[Path]) -> None:
    handlers = [YAMLHandler(), JSONHandler(), TomlHandler()]
    compared = 0
    for path in real_posts:
        source = Source.from_bytes(path.read_bytes(), path.name, max_size=10_000_000)
        text = source.text
        found = read(text)
        handler = frontmatter.detect_format(text.strip(), handlers)
        if found is None or handler is None:
            continue
        if text[found.close_span.start : found.close_span.end] == "...":
            continue  # python-frontmatter does not know this fence
        try:
            metadata, body = frontmatter.parse(text, handler=handler)
        except (ValueError, TypeError):
            # A date that does not exist, and a key that is a boolean: these can be read here.
            assert found.entries, path
            continue
        mine = {entry.key: python(entry.value) for entry in found.entries}
        # A key such as `on` is a boolean to YAML 1.1 and stays as written here.
        given: dict[Any, Any] = metadata
        named = {key: value for key, value in given.items() if isinstance(key, str)}
        assert {key: mine.get(key) for key in named} == named, path
        assert len(mine) == len(metadata), path
        assert text[found.span.end :].strip() == body, path
        for entry in found.entries:
            assert entry.key in text[entry.key_span.start : entry.key_span.end]
        compared += 1
    assert compared > len(real_posts) // 2
