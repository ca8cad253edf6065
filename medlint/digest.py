"""Digests by which contents are known again."""

from __future__ import annotations

try:
    # Where hashlib gets it from; hashlib itself loads OpenSSL, which takes longer than
    # linting a post.
    from _blake2 import blake2b
except ImportError:  # a Python built without its own
    from hashlib import blake2b

#: The length of a digest in bytes: no two contents will ever share one by chance.
SIZE = 16
#: What stands in the place of a digest where there is nothing to make one of.
NOTHING = bytes(SIZE)


def digest(*parts: bytes) -> bytes:
    """The digest of some bytes, one after the other, :data:`SIZE` bytes long."""
    made = blake2b(digest_size=SIZE)
    for part in parts:
        made.update(part)
    return made.digest()
