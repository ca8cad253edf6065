"""The metadata fields medlint knows, under every key that sites give them.

Keys are compared after folding case, ``-``, ``_``, spaces and camelCase, at
the top level and under a few tables that themes use (``seo``, ``params`` …).
The aliases were read in the sources of the generators and counted on real
posts; ``docs/front-matter.md`` lists them per ecosystem.
"""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from medlint.front_matter import Entry, FrontMatter, Value
    from medlint.text import Span

#: Tables below the top level in which a known key still counts.
TABLES = ("seo", "params", "extra", "meta", "og", "taxonomies")

#: Field name → its keys, the usual one first. Order is precedence.
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "seo_title": ("seo_title", "meta_title", "title_meta"),
    "subtitle": ("subtitle", "subheading", "deck"),
    "description": (
        "description",
        "seo_description",
        "meta_description",
        "search_description",
        "custom_excerpt",
        "excerpt",
        "summary",
        "teaser",
        "spoiler",
    ),
    "tags": ("tags", "tag", "topics"),
    "canonical": (
        "canonical_url",
        "canonical",
        "canonical_link",
        "canonical_href",
        "rel_canonical",
        "original_url",
        "external_url",
    ),
    "permalink": ("permalink", "url"),
    "slug": ("slug",),
    "cover": (
        "cover_image",
        "cover",
        "image",
        "images",
        "featured_image",
        "feature_image",
        "hero_image",
        "hero",
        "og_image",
        "banner",
        "thumbnail",
    ),
    "date": (
        "date",
        "pub_date",
        "pub_datetime",
        "publish_date",
        "published_at",
        "published_on",
        "created",
        "published",
    ),
    "updated": (
        "updated",
        "lastmod",
        "last_modified_at",
        "modified",
        "updated_date",
        "mod_datetime",
        "last_update",
        "updated_at",
    ),
    "draft": ("draft", "save_as_draft", "is_draft"),
    "published": ("published",),
    "status": ("publish_status", "status"),
    "license": ("license", "licence"),
    "original": ("original",),
    "language": ("lang", "language", "locale"),
    "keyword": ("keyword", "keyphrase", "focus_keyword", "focus_keyphrase"),
    "categories": ("categories", "category"),
    "aliases": ("aliases", "redirect_from"),
}


def fold(key: str) -> str:
    """The form in which keys are compared: ``canonicalURL`` is ``canonical_url``."""
    return key.replace("-", "").replace("_", "").replace(" ", "").lower()


#: Folded key → the fields it may stand for (``published`` is a date or a switch).
KEYS: dict[str, tuple[str, ...]] = {}
for _field, _keys in FIELDS.items():
    for _key in _keys:
        KEYS[fold(_key)] = (*KEYS.get(fold(_key), ()), _field)


class Tag(NamedTuple):
    """One tag, where it stands, and how: in a list, or in a string of several."""

    text: str
    span: Span
    value: Value


class Metadata:
    """The known fields of one post's front matter."""

    __slots__ = ("_found", "front_matter")

    def __init__(self, front_matter: FrontMatter | None) -> None:
        self.front_matter = front_matter
        self._found: dict[str, tuple[Entry, ...]] | None = None

    def entries(self, field: str) -> tuple[Entry, ...]:
        """Every entry that stands for a field, the one that counts first.

        Of a key given twice only the last counts, as every YAML reader has
        it. Entries without a value are included.

        Raises:
            KeyError: There is no such field in :data:`FIELDS`.
        """
        if self._found is None:
            collected = _collect(self.front_matter)
            self._found = {name: _ordered(name, collected.get(name, [])) for name in FIELDS}
        return self._found[field]

    def find(self, field: str) -> Entry | None:
        """The entry that gives a field its value, or ``None`` where none has one."""
        for entry in self.entries(field):
            if not entry.is_null:
                return entry
        return None

    def text(self, field: str) -> str | None:
        """A field's value as text, white space at its ends removed; ``None`` without one."""
        entry = self.find(field)
        if entry is None or entry.value.kind in {"list", "mapping"}:
            return None
        return entry.value.text.strip()


def _ordered(field: str, found: list[Entry]) -> tuple[Entry, ...]:
    """The entries of a field by how well their keys stand for it."""
    if len(found) < 2:
        return tuple(found)
    order = {fold(key): index for index, key in enumerate(FIELDS[field])}
    return tuple(sorted(found, key=lambda entry: order[fold(entry.key)]))


def _collect(front_matter: FrontMatter | None) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    if front_matter is None:
        return found
    levels = [front_matter.entries]
    levels.extend(
        entry.value.entries for entry in front_matter.entries if fold(entry.key) in TABLES
    )
    for level, entries in enumerate(levels):
        last = {entry.key: entry for entry in entries}
        for entry in last.values():
            for field in KEYS.get(fold(entry.key), ()):
                if level and field in {"draft", "published", "status", "original"}:
                    continue
                found.setdefault(field, []).append(entry)
    return found
