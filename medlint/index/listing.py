"""Which posts make up a site."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from medlint.files import PostFile
    from medlint.settings import Resolver


def projects_of(files: Iterable[PostFile], resolver: Resolver) -> Iterator[dict[bytes, PostFile]]:
    """The posts of each site that a run is about, by path relative to its root."""
    from medlint.files import select

    asked: dict[str, list[PostFile]] = {}
    for file in files:
        asked.setdefault(file.settings.root_path, []).append(file)
    for root, here in asked.items():
        found = (
            select([root], resolver, force_exclude=True).files if here[0].settings.has_file else ()
        )
        yield {
            os.fsencode(os.path.relpath(file.real, root).replace(os.sep, "/")): file
            for file in (*found, *here)
        }
