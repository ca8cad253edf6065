"""What several rules ask of a post, worked out by the first of them and kept for the others."""

from __future__ import annotations

from functools import wraps

from medlint.typed import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from medlint.post import Post

T = TypeVar("T")


def view(work: Callable[[Post], T]) -> Callable[[Post], T]:
    """Decorate a function of a post so that it runs once a post.

    What it returns is shared: a tuple or another thing that nobody changes,
    never a generator.
    """

    @wraps(work)
    def ask(post: Post) -> T:
        views: dict[Any, Any] = post.views
        if ask not in views:
            views[ask] = work(post)
        value: T = views[ask]
        return value

    return ask
