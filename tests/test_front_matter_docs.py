"""The page on front matter names every key that stands for a field it lists."""

from __future__ import annotations

from pathlib import Path

from medlint.fields import FIELDS, TABLES, fold
from medlint.front_matter.limits import MAX_NUMBER
from medlint.front_matter.model import DEFAULT_LIMITS

PAGE = (Path(__file__).parent.parent / "docs" / "front-matter.md").read_text(encoding="utf-8")

LISTED = (
    "title", "seo_title", "subtitle", "description", "tags", "canonical", "permalink", "cover",
    "date", "updated", "draft",
)  # fmt: skip


def test_every_key_of_a_listed_field_is_named() -> None:
    named = {fold(word) for word in PAGE.split("`")[1::2]}
    missing = [key for field in LISTED for key in FIELDS[field] if fold(key) not in named]
    assert missing == []
    assert [table for table in TABLES if f"`{table}`" not in PAGE] == []


def test_the_limits_are_those_of_the_code() -> None:
    limits = PAGE[PAGE.index("## Limits") :]
    for limit in (*DEFAULT_LIMITS, MAX_NUMBER):
        assert f"{limit:,}" in limits
