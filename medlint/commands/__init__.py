"""The commands, one file each; every one has ``run(arguments) -> exit code``.

A command's parser is made by ``<command>_parser`` in
:mod:`medlint.commands.arguments`, or by ``parser`` in its own file.
"""

from __future__ import annotations

#: Every command and what it does, in the order in which help and completion name them.
COMMANDS: dict[str, str] = {
    "check": "lint posts",
    "rule": "explain a rule",
    "rules": "list every rule",
    "site": "show the blog as a whole: tags, keywords, links, calendar",
    "baseline": "record today's findings, so that only new ones are told",
    "files": "tell what is linted, and why not",
    "config": "show the settings in force, and where each comes from",
    "init": "set medlint up in a blog",
    "cache": "tell where results are kept, or delete them",
    "completion": "print a script for completion in a shell",
}
