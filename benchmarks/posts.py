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

_PLACES = (
    "river bridge harbour garden station market library valley village orchard meadow tower "
    "kitchen workshop cellar attic forest island quarry railway chapel mill lighthouse canal"
).split()
_THINGS = (
    "map lantern notebook kettle bicycle camera ladder basket compass letter recipe engine "
    "window blanket hammer barrel clock mirror saddle anchor whistle ribbon needle candle"
).split()
_PEOPLE = (
    "my neighbour|the baker|an old friend|the ferryman|our teacher|the gardener|a stranger|"
    "the librarian|my sister|the carpenter|a student|the mayor|two hikers|the clockmaker"
).split("|")
_DEEDS = (
    "found|carried|repaired|painted|borrowed|forgot|sold|described|measured|cleaned|moved|"
    "opened|followed|remembered|replaced|sketched|weighed|photographed"
).split("|")
_HOW = (
    "slowly|in the rain|before sunrise|with great care|for the third time|without a word|"
    "after lunch|on a Sunday|by hand|in a single day|against all advice|as every spring"
).split("|")
_QUALITIES = (
    "quiet narrow wooden forgotten crooked bright heavy useful early simple patient curious "
    "northern borrowed stubborn careful distant"
).split()
_LINKERS = (
    "Because of that,|Later on,|To be fair,|In the end,|Since then,|As far as I know,|Still,|"
    "Even so,|Most of the time,|What is more,|For a start,|Back then,"
).split("|")
_HOSTS = (
    "river-notes.dev|handmade-things.org|maps-and-more.net|slowtravel.blog|paper-and-ink.net|"
    "oldtools.org|the-weekly-walk.com|bread.science"
).split("|")
_CODE = (
    "def walk(steps):\n    for step in steps:\n        yield step.length * 0.74\n",
    "$ git log --oneline -- notes/\n$ make posters SIZE=A3\n",
    'const pace = (minutes) => minutes / 60;\nconsole.log(pace(95), "hours");\n',
)


class _Writer:
    def __init__(self, random_numbers: random.Random) -> None:
        self._random = random_numbers
        self._pick = random_numbers.choice

    def sentence(self) -> str:
        pick = self._pick
        shape = self._random.randrange(5)
        if shape == 0:
            thing = f"{pick(_QUALITIES)} {pick(_THINGS)}"
            text = f"{pick(_PEOPLE)} {pick(_DEEDS)} the {thing} {pick(_HOW)}"
        elif shape == 1:
            text = (
                f"when we came to the {pick(_PLACES)}, there was nothing left of the "
                f"{pick(_QUALITIES)} {pick(_THINGS)} that {pick(_PEOPLE)} had {pick(_DEEDS)}"
            )
        elif shape == 2:
            minutes = self._random.randrange(3, 90)
            text = (
                f"{pick(_LINKERS)} the {pick(_PLACES)} is more {pick(_QUALITIES)} than the "
                f"{pick(_PLACES)}, and it takes {minutes} minutes to get there"
            )
        elif shape == 3:
            text = (
                f"you will want a {pick(_THINGS)}, a {pick(_THINGS)} and, if it is "
                f"{pick(_QUALITIES)} outside, a second {pick(_THINGS)}"
            )
        else:
            text = (
                f"it was **{pick(_QUALITIES)}**, as {pick(_PEOPLE)} said, but not so "
                f"*{pick(_QUALITIES)}* that we would have {pick(_DEEDS)} anything {pick(_HOW)}"
            )
        return text[0].upper() + text[1:] + self._pick("." * 9 + "?!")

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self._random.randrange(3, 7)))

    def link(self) -> str:
        pick = self._pick
        slug = f"{pick(_QUALITIES)}-{pick(_THINGS)}-{self._random.randrange(1000)}"
        text = f"{pick(_DEEDS)} the {pick(_THINGS)} at the {pick(_PLACES)}"
        return f"[{text}](https://{pick(_HOSTS)}/{pick(_PLACES)}/{slug}/)"

    def title(self) -> str:
        pick = self._pick
        return f"The {pick(_QUALITIES)} {pick(_THINGS)} at the {pick(_PLACES)}"

    def block(self) -> str:
        pick, below = self._pick, self._random.randrange
        shape = below(14)
        if shape < 6:
            return self.paragraph()
        if shape < 9:
            return f"{self.sentence()} There is more about how we {self.link()}. {self.sentence()}"
        if shape == 9:
            items = [
                f"- a {pick(_QUALITIES)} {pick(_THINGS)} {pick(_HOW)}" for _ in range(below(3, 6))
            ]
            return "\n".join(items)
        if shape == 10:
            return f"> {self.sentence()}\n> {self.sentence()}"
        if shape == 11:
            return f"```\n{pick(_CODE)}```"
        if shape == 12:
            name = f"{pick(_QUALITIES)}-{pick(_THINGS)}-{below(100)}.jpg"
            alt = f"A {pick(_QUALITIES)} {pick(_THINGS)} beside the {pick(_PLACES)}"
            return f"![{alt}](https://img.river-notes.dev/{name})"
        return f"1. {self.sentence()}\n2. {self.sentence()}\n3. {self.sentence()}"

    def fault(self) -> str:
        """A paragraph with something to find in it."""
        host = self._pick(_HOSTS)
        fault = self._pick(
            (
                f"[click here](https://{host}/a/)",
                f"[](https://{host}/b/)",
                f"![](https://{host}/c.jpg)",
                f"[the {self._pick(_THINGS)}](https://{host}/d/?utm_source=x&utm_medium=y)",
                f"[the {self._pick(_THINGS)}](http://{host}/e/)",
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
    title = f"{writer.title()} ({number + 1})"
    tags = numbers.sample(_THINGS, 3)
    person, thing, place = map(numbers.choice, (_PEOPLE, _THINGS, _PLACES))
    description = (
        f"On day {number + 1}, {person} {numbers.choice(_DEEDS)} the {thing} that had been lost "
        f"for years, and this is what came of it at the {place}."
    )
    day = f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}"
    head = (
        f'---\ntitle: "{title}"\ndescription: "{description}"\ndate: {day}\n'
        f"tags: [{', '.join(tags)}]\n"
        f"canonical_url: https://river-notes.dev/{number}/\n---\n\n"
    )
    blocks = [
        f"![The {numbers.choice(_PLACES)} on that day](https://img.river-notes.dev/{number}.jpg)",
        *(writer.fault() for _ in range(faults)),
    ]
    length = len(head) + sum(map(len, blocks))
    while length < size:
        if len(blocks) % 7 == 3:
            heading = f"The {numbers.choice(_QUALITIES)} {numbers.choice(_PLACES)}"
            blocks.append(f"## {heading} {len(blocks)}")
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
