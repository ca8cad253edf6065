"""What several test files share."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent

#: Real posts that may lie beside the repository; they are no part of it.
REAL_POSTS = ROOT.parent / "shared" / "posts"


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As in a background job: runs of medlint would inherit it, and Ctrl-C could not be tried.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins without results of others, and leaves the user's alone."""
    monkeypatch.setenv("MEDLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="session")
def real_posts() -> list[Path]:
    """The real posts, for tests of what no made-up post shows."""
    posts = sorted(
        path for path in REAL_POSTS.rglob("*") if path.suffix in {".md", ".mdx", ".markdown"}
    )
    if not posts:
        pytest.skip("left out: the folder of real posts, ../shared/posts, is not there")
    return posts


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder for the tests, so that they leave that of whoever runs them alone."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEDLINT_CACHE_DIR", str(folder))
        yield folder
