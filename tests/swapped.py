"""Swaps a post for something else at each step of ``medlint --fix``; see ``test_races.py``.

    python tests/swapped.py FOLDER KIND [loop]

Python tells of every file that is opened, renamed or changed. Just before one of these
steps concerns the blog, its post is swapped; each step has its turn, with a run of its
own. Prints what went wrong, and at the end how many steps there were. With a third
argument it starts no medlint, and swaps the post again and again.
"""

from __future__ import annotations

import os
import random
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

POST = b"---\ntitle: A walk\ntags: [walking, rivers, Rivers]\n---\n\nText.\n"
MENDED = POST.replace(b", Rivers", b"")
OTHER = b"---\ntitle: Another\ntags: [hills, Hills]\n---\n\nOther text.\n"
WHOLE = {POST, MENDED, OTHER, OTHER.replace(b", Hills", b"")}
_SWAPPED, _DONE = 10, 20


class Blog:
    """A blog of one post, and a folder beside it that is none of medlint's business."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "blog"
        self.posts = self.folder / "posts"
        self.post = self.posts / "a.md"
        self.outside = folder / "outside"
        self.posts.mkdir(parents=True)
        self.outside.mkdir()
        (self.folder / "medlint.toml").write_text('select = ["MED123"]\n')
        (self.outside / "a.md").write_bytes(POST)  # the very same, which nothing tells apart

    def reset(self) -> None:
        """Put the post back."""
        if self.posts.is_symlink():
            self.posts.unlink()
            (self.folder / "posts-away").rename(self.posts)
        for path in self.posts.iterdir():
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink()
        new = self.folder / "away"
        new.write_bytes(POST)
        new.rename(self.post)

    def faults(self, kind: str) -> list[str]:
        """What is not as it should be after a run."""
        faults = []
        if os.listdir(self.outside) != ["a.md"] or (self.outside / "a.md").read_bytes() != POST:
            faults.append(f"outside: {os.listdir(self.outside)}")
        away = kind == "folder-link" and self.posts.is_symlink()
        folder = self.folder / "posts-away" if away else self.posts
        for path in folder.iterdir():
            if path.name != "a.md":
                # Where its folder is gone, a new file cannot be removed; a later run will do so.
                if not away:
                    faults.append(f"left over: {path.name}")
            elif path.is_symlink() or not path.is_file():
                if kind not in {"link", "folder", "pipe"}:
                    faults.append("no file")
            elif path.read_bytes() not in WHOLE:
                faults.append(f"not whole: {path.read_bytes()!r}")
        return faults


def link(blog: Blog) -> None:
    """A link to the same text outside."""
    new = blog.folder / "away"
    new.symlink_to(blog.outside / "a.md")
    new.rename(blog.post)


def folder_link(blog: Blog) -> None:
    """A link in the place of the folder."""
    blog.posts.rename(blog.folder / "posts-away")
    blog.posts.symlink_to(blog.outside)


def other(blog: Blog) -> None:
    """Another text."""
    new = blog.folder / "away"
    new.write_bytes(OTHER)
    new.rename(blog.post)


def folder(blog: Blog) -> None:
    """A folder."""
    blog.post.unlink(missing_ok=True)
    blog.post.mkdir()


def pipe(blog: Blog) -> None:
    """A pipe, that nobody writes to."""
    blog.post.unlink(missing_ok=True)
    os.mkfifo(blog.post)


def nothing(blog: Blog) -> None:
    """Nothing."""
    blog.post.unlink(missing_ok=True)


KINDS: dict[str, Callable[[Blog], None]] = {
    "link": link,
    "folder-link": folder_link,
    "other": other,
    "folder": folder,
    "pipe": pipe,
    "nothing": nothing,
}


def run(blog: Blog, kind: str, step: int) -> NoReturn:
    """Run medlint, and swap the post before a step; the exit code tells whether it came to it."""
    from medlint.cli import main

    seen = 0
    at_work = True

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen, at_work
        if not at_work or not any(str(blog.folder) in str(one) for one in arguments):
            return
        if event == "open" or event.startswith(("os.", "shutil.")):
            seen += 1
            if seen == step:
                at_work = False
                KINDS[kind](blog)

    os.chdir(blog.folder)
    said = os.open(os.path.join(blog.folder.parent, "said"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, 1)
    os.dup2(said, 2)
    sys.addaudithook(hook)
    code = 9
    try:
        code = main(["--fix", "--no-cache", "--jobs", "1"])
    finally:
        swapped = not at_work
        at_work = False
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code + (_SWAPPED if swapped else _DONE))


def swap_again_and_again(blog: Blog, swap: Callable[[Blog], None]) -> NoReturn:
    """Swap the post and put it back, until the process is ended."""
    print("begun", flush=True)
    while True:
        blog.reset()
        for _ in range(random.randrange(3_000)):  # for some microseconds each
            os.getpid()
        with suppress(OSError):  # medlint is at work on it
            swap(blog)


def main() -> None:
    """Run the command."""
    home, kind = Path(sys.argv[1]).resolve(), sys.argv[2]
    blog = Blog(home)
    if len(sys.argv) > 3:
        swap_again_and_again(blog, KINDS[kind])
    from medlint.cli import main as medlint

    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        medlint(["--no-cache", str(blog.outside)])  # what all runs need is imported once
    steps = 0
    while True:
        blog.reset()
        child = os.fork()
        if not child:
            run(blog, kind, steps + 1)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said = (home / "said").read_text(errors="replace")
        faults = blog.faults(kind)
        if code - _SWAPPED not in {0, 1, 2} and code != _DONE:
            faults.append(f"exit code {code}")
        (blog.outside / "a.md").write_bytes(POST)
        if "Traceback" in said or "itself failed" in said:
            faults.append(said)
        for fault in faults:
            print(f"{kind}, before step {steps + 1}: {fault}")
        if not 0 <= code - _SWAPPED < _SWAPPED:
            break
        steps += 1
    print(f"{steps} steps")


if __name__ == "__main__":
    main()
