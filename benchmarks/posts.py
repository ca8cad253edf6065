"""Posts to measure with: made up, alike in size and make-up to those of a real blog.

The same arguments make the same posts to the byte, on every machine.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: How large a post is, in bytes, give or take a paragraph.
SIZE = 8_000

_ONSETS = "b bl br c ch cl d dr f fl g gr h k l m n p pl r s sh sl st t th tr v w".split()
_MIDDLES = "a ai e ea i o oa ou u a e i o u".split()
_ENDS = "ck ld ll m mp n nd ng nt p r rd rn sk ss st t th x ve ke ge".split()
_FUNCTION = (
    "the a this that some any each our their its with from near behind under over before after "
    "between without about for by at of and or but because while if when then so still also only "
    "never often we they you it he she there here what who how was were is are had has would "
    "could should may can did not no more most less very almost just even too again"
).split()
_HOSTS = (
    "river-notes.dev|handmade-things.org|maps-and-more.net|slowtravel.blog|paper-and-ink.net|"
    "oldtools.org|the-weekly-walk.com|bread.science"
).split("|")
_CODE = (
    "def walk(steps):\n    for step in steps:\n        yield step.length * 0.74\n",
    "$ git log --oneline -- notes/\n$ make posters SIZE=A3\n",
    'const pace = (minutes) => minutes / 60;\nconsole.log(pace(95), "hours");\n',
)


def _vocabulary() -> tuple[str, ...]:
    """Words that look like English and are none, so that no text is anybody's."""
    numbers = random.Random(4)
    words: dict[str, None] = {}
    while len(words) < 4_000:
        syllables = numbers.choice((1, 2, 2, 2, 3))
        word = "".join(
            numbers.choice(_ONSETS) + numbers.choice(_MIDDLES) for _ in range(syllables)
        ) + numbers.choice(_ENDS)
        words[word + numbers.choice(("", "", "", "ed", "ing", "ly", "s"))] = None
    return tuple(words)


_WORDS = _vocabulary()


class _Writer:
    def __init__(self, random_numbers: random.Random) -> None:
        self._random = random_numbers
        self._pick = random_numbers.choice

    def word(self) -> str:
        """A word; some come often and most come rarely, as in any language."""
        return _WORDS[int(len(_WORDS) * self._random.random() ** 2.5)]

    def phrase(self, length: int) -> str:
        """Some words, about every second of them one of those that hold sentences together."""
        chosen = []
        for _ in range(length):
            holds = self._random.random() < 0.45
            chosen.append(self._pick(_FUNCTION) if holds else self.word())
        return " ".join(chosen)

    def sentence(self) -> str:
        shape = self._random.randrange(8)
        text = self.phrase(self._random.randrange(6, 14))
        if shape == 0:
            text += f", **{self.phrase(2)}**, {self.phrase(4)}"
        elif shape == 1:
            text += f" *{self.word()}* {self.phrase(3)}"
        elif shape == 2:
            text += f", {self.phrase(self._random.randrange(4, 9))}"
        elif shape == 3:
            text += f" `{self.word()}` {self._random.randrange(2, 900)} {self.phrase(3)}"
        return text[0].upper() + text[1:] + self._pick("." * 9 + "?!")

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self._random.randrange(3, 7)))

    def link(self) -> str:
        address = "-".join(self.word() for _ in range(3))
        return f"[{self.phrase(4)}](https://{self._pick(_HOSTS)}/{self.word()}/{address}/)"

    def title(self, words: int) -> str:
        return " ".join(self.word().capitalize() for _ in range(words))

    def block(self) -> str:
        below = self._random.randrange
        shape = below(14)
        if shape < 6:
            return self.paragraph()
        if shape < 9:
            return f"{self.sentence()} More of it: {self.link()}. {self.sentence()}"
        if shape == 9:
            return "\n".join(f"- {self.phrase(below(4, 9))}" for _ in range(below(3, 6)))
        if shape == 10:
            return f"> {self.sentence()}\n> {self.sentence()}"
        if shape == 11:
            return f"```\n{self._pick(_CODE)}```"
        if shape == 12:
            name = f"{self.word()}-{self.word()}-{below(100)}.jpg"
            return f"![{self.phrase(6)}](https://img.river-notes.dev/{name})"
        return f"1. {self.sentence()}\n2. {self.sentence()}\n3. {self.sentence()}"

    def fault(self) -> str:
        """A paragraph with something to find in it."""
        host = self._pick(_HOSTS)
        fault = self._pick(
            (
                f"[click here](https://{host}/{self.word()}/)",
                f"[](https://{host}/{self.word()}/)",
                f"![](https://{host}/{self.word()}.jpg)",
                f"[{self.phrase(3)}](https://{host}/{self.word()}/?utm_source=x&utm_medium=y)",
                f"[{self.phrase(3)}](https:/{host}/{self.word()}/)",
            )
        )
        return f"{self.sentence()} See {fault}. {self.sentence()}"


def make_post(number: int, *, faults: int | None = None, size: int = SIZE) -> str:
    """The text of one post.

    Args:
        number: Which one; each has a text of its own.
        faults: How many places have something to find; by default one in every
            third post, as in a blog that has been linted for a while.
        size: About how large it is to be, in bytes.
    """
    numbers = random.Random(number)
    writer = _Writer(numbers)
    if faults is None:
        faults = int(number % 3 == 0)
    title = writer.title(4)
    tags = numbers.sample(_WORDS, 3)
    description = f"{writer.phrase(18).capitalize()}."
    day = f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}"
    head = (
        f'---\ntitle: "{title}"\ndescription: "{description}"\ndate: {day}\n'
        f"tags: [{', '.join(tags)}]\n"
        f"canonical_url: https://river-notes.dev/{number}/\n---\n\n"
    )
    blocks = [
        f"![{writer.phrase(6)}](https://img.river-notes.dev/{number}.jpg)",
        *(writer.fault() for _ in range(faults)),
    ]
    length = len(head) + sum(map(len, blocks))
    while length < size:
        if len(blocks) % 7 == 3:
            blocks.append(f"## {writer.title(4)}")
        blocks.append(writer.block())
        length += len(blocks[-1]) + 2
    return head + "\n\n".join(blocks) + "\n"


def make_posts(
    folder: Path, count: int, *, first: int = 0, faults: int | None = None, size: int = SIZE
) -> int:
    """Write posts into ``folder/posts``; returns their size in bytes.

    Args:
        folder: The folder of the blog; made where it is missing.
        count: How many posts.
        first: The number of the first.
        faults: As for :func:`make_post`.
        size: As for :func:`make_post`.
    """
    posts = folder / "posts"
    posts.mkdir(parents=True, exist_ok=True)
    total = 0
    for number in range(first, first + count):
        data = make_post(number, faults=faults, size=size).encode()
        (posts / f"{number:05}-walk.md").write_bytes(data)
        total += len(data)
    return total
