"""Posts with something more in their front matter, in each of its formats."""

from __future__ import annotations


def yaml(content: str) -> str:
    """A post whose front matter is YAML."""
    return f"---\ntitle: T\n{content}\n---\n\nBody\n"


def toml(content: str) -> str:
    """A post whose front matter is TOML."""
    return f'+++\ntitle = "T"\n{content}\n+++\n\nBody\n'


def json(content: str) -> str:
    """A post whose front matter is JSON."""
    return f'{{\n"title": "T",\n{content}\n}}\n\nBody\n'
