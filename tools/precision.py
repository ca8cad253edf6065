"""Keep the record of what each rule said on real posts: ``docs/precision.md``.

    python tools/precision.py FOLDER           count on the posts below FOLDER, write the record
    python tools/precision.py FOLDER MED201    print the findings of one rule, to read them

Counting is this program's work, reading is a person's. How many findings were
read, and how many were right, is kept by hand in ``docs/precision.toml``; the
counts are added, and both are written as one table.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli

from medlint import Diagnostic, __version__
from medlint.files import PostFile
from medlint.index import Site
from medlint.registry import all_rules
from medlint.run import Run
from medlint.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

DOCS = Path(__file__).resolve().parent.parent / "docs"
HEAD = """\
# Precision on real posts

What each rule said on real posts that nobody wrote for it: {posts} posts of public blogs (Jekyll,
Hugo, Hexo, Astro, Docusaurus and others, eight languages). Every rule was switched on, drafts
counted in full, and there were no settings. Of the findings a sample was read, all of them where
there were fewer than twenty or so; "right" is what the reader judged an editor would agree with.

Counted by `tools/precision.py` on {day} with medlint {version}; read by hand, kept in
`precision.toml`. A rule that found nothing here rests on its examples and regressions alone. The
posts lie outside the repository, since they are not ours.

| Rule | on | posts | findings | read | right | |
|---|---|---|---|---|---|---|
"""


def lint(folder: Path) -> tuple[int, list[Diagnostic]]:
    """How many posts there are below a folder, and what all rules say on them.

    Each folder directly below it is a site of its own, for the rules that look
    at all posts together.
    """
    settings = Settings.from_mapping({"select": ["ALL"], "drafts": "strict"}, root=folder)
    sites: dict[str, list[PostFile]] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in {".md", ".mdx", ".markdown"} and path.is_file():
            name = path.relative_to(folder).as_posix()
            file = PostFile(str(path), name, name, settings)
            sites.setdefault(name.partition("/")[0], []).append(file)
    found: list[Diagnostic] = []
    for files in sites.values():
        found.extend(_lint_site(files))
    return sum(map(len, sites.values())), found


def _lint_site(files: Sequence[PostFile]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    site = Site.of(files)
    run = Run(files, site)
    try:
        for result in run.results():
            found.extend(result.findings)
    finally:
        run.close()
        site.close()
    return found


def table(found: list[Diagnostic], read: dict[str, dict[str, Any]]) -> str:
    """A row for each rule."""
    findings = Counter(one.code for one in found)
    posts = Counter(code for code, _ in {(one.code, one.path) for one in found})
    rows = []
    for rule in all_rules():
        record = read.get(rule.code, {})
        name = f"[{rule.code}](rules/{rule.code}.md) {rule.name}"
        rows.append(
            f"| {name} | {'yes' if rule.default else 'no'} "
            f"| {posts[rule.code]} | {findings[rule.code]} | {record.get('read', '–')} "
            f"| {record.get('right', '–')} | {record.get('note', '')} |"
        )
    return "\n".join(rows) + "\n"


def main(arguments: list[str]) -> int:
    """Run the program; the exit code."""
    if not arguments or not Path(arguments[0]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    count, found = lint(Path(arguments[0]))
    if arguments[1:]:
        for one in found:
            if one.code in arguments[1:]:
                print(f"{one.path}:{one.line}:{one.column}: {one.code} {one.message}")
        return 0
    read = tomli.loads((DOCS / "precision.toml").read_text(encoding="utf-8"))
    head = HEAD.format(posts=count, day=datetime.now(UTC).date().isoformat(), version=__version__)
    (DOCS / "precision.md").write_text(head + table(found, read), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
