"""Files are replaced whole or not at all, and keep what is theirs."""

from __future__ import annotations

import errno
import os
import resource
import signal
import stat
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from medlint.writing import WriteError, create_file, replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def always(_: bytes) -> bool:
    return True


@pytest.fixture
def post(tmp_path: Path) -> Path:
    path = tmp_path / "post.md"
    path.write_bytes(b"old\r\n")
    return path


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_gives_a_file_new_contents_and_leaves_nothing_behind(post: Path) -> None:
    replace_file(str(post), b"new\0\xff", unchanged=always)
    assert post.read_bytes() == b"new\0\xff"
    assert listing(post.parent) == ["post.md"]


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o664, 0o200])
def test_keeps_permissions_whatever_the_umask(post: Path, mode: int) -> None:
    post.chmod(mode)
    if os.geteuid() != 0 and not mode & 0o400:
        pytest.skip("left out: only the administrator may read such a file")
    before = os.umask(0o077)
    try:
        replace_file(str(post), b"new", unchanged=always)
    finally:
        os.umask(before)
    assert stat.S_IMODE(post.stat().st_mode) == mode


def test_keeps_the_owner(post: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("left out: only the administrator may give files away")
    os.chown(post, 12345, 23456)
    replace_file(str(post), b"new", unchanged=always)
    assert (post.stat().st_uid, post.stat().st_gid) == (12345, 23456)


def test_keeps_extended_attributes(post: Path) -> None:
    try:
        os.setxattr(post, "user.note", b"mine")
    except OSError:
        pytest.skip("left out: this file system has no extended attributes")
    replace_file(str(post), b"new", unchanged=always)
    assert os.getxattr(post, "user.note") == b"mine"


def test_a_link_stays_a_link_and_its_target_is_written(post: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link = folder / "link.md"
    link.symlink_to("../post.md")
    other = folder / "other.md"
    other.symlink_to(link)
    replace_file(str(other), b"new", unchanged=always)
    assert link.is_symlink()
    assert other.is_symlink()
    assert post.read_bytes() == b"new"
    assert listing(folder) == ["link.md", "other.md"]


def test_a_read_only_file_is_left_alone(post: Path) -> None:
    post.chmod(0o444)
    with pytest.raises(WriteError, match="read-only"):
        replace_file(str(post), b"new", unchanged=always)
    assert post.read_bytes() == b"old\r\n"
    assert listing(post.parent) == ["post.md"]


def test_a_file_that_has_changed_is_left_alone(post: Path) -> None:
    with pytest.raises(WriteError, match="another program"):
        replace_file(str(post), b"new", unchanged=lambda now: now == b"older")
    assert post.read_bytes() == b"old\r\n"
    assert listing(post.parent) == ["post.md"]


def test_a_file_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=os.strerror(errno.ENOENT)):
        replace_file(str(tmp_path / "gone.md"), b"new", unchanged=always)
    assert listing(tmp_path) == []


def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="no regular file"):
        replace_file(str(tmp_path), b"new", unchanged=always)


@contextmanager
def little_room() -> Iterator[None]:
    """A limit on the size of files, which fails a write half-way as a full disk does.

    Not a fixture: pytest reports a test while its fixtures still hold, and where
    its own output goes into a file, the limit would hit that, too.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def test_a_write_that_fails_half_way_leaves_the_old_file(post: Path) -> None:
    with little_room(), pytest.raises(WriteError, match=os.strerror(errno.EFBIG)):
        replace_file(str(post), b"x" * 10_000, unchanged=always)
    assert post.read_bytes() == b"old\r\n"
    assert listing(post.parent) == ["post.md"]


def test_an_interruption_leaves_the_old_file_and_no_other(post: Path) -> None:
    def interrupted(_: bytes) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_file(str(post), b"new", unchanged=interrupted)
    assert post.read_bytes() == b"old\r\n"
    assert listing(post.parent) == ["post.md"]


def test_a_name_as_long_as_names_can_be(tmp_path: Path) -> None:
    post = tmp_path / ("é" * 126 + ".md")
    post.write_bytes(b"old")
    replace_file(str(post), b"new", unchanged=always)
    assert post.read_bytes() == b"new"


def test_creates_a_file_with_usual_permissions_and_replaces_one(tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    before = os.umask(0o022)
    try:
        create_file(str(path), b"{}")
    finally:
        os.umask(before)
    assert path.read_bytes() == b"{}"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    create_file(str(path), b"[]")
    assert path.read_bytes() == b"[]"
    assert listing(tmp_path) == ["new.json"]


def test_creating_where_there_is_no_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=os.strerror(errno.ENOENT)):
        create_file(str(tmp_path / "no" / "new.json"), b"{}")


def test_what_a_killed_run_has_left_is_removed_once_it_is_old(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    target.write_bytes(b"old")
    stale, fresh, other = (
        tmp_path / name
        for name in (".medlint-00112233aabb.tmp", ".medlint-99112233aabb.tmp", "b.tmp")
    )
    for path in (stale, fresh, other):
        path.write_bytes(b"x")
    hour_ago = time.time() - 3600
    for path in (stale, other):
        os.utime(path, (hour_ago, hour_ago))
    replace_file(str(target), b"new", unchanged=lambda _: True)
    assert target.read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == [fresh.name, "a.md", "b.tmp"]
