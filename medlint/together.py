"""Which modules a run loads together: they lie side by side in the bundle of byte code.

Read when a bundle is made (:mod:`medlint.bytecode`), and by the tests, which
hold it against what runs do load. Nothing depends on it but time: what is
missing here is read by itself, and what is too much for nothing.
"""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: To check any post.
CHECK = """
    commands commands.check commands.messages commands.options commands.reporting commands.running
    diagnostic digest files fixes held index index.site jobs packing patterns processors reading
    recognition records registry regular reporters reporters.concise rules rules.table run settings
    settings.errors settings.model settings.resolver settings.selection settings.table terminal
    text typed
"""
#: To keep results and settings, and to find them again.
CACHE = "cache cache_folder identity remembered settings.store"
#: To read a post.
POST = """
    accelerator characters document domains fields front_matter front_matter.model
    front_matter.reading front_matter.yaml_plain html kept language linter parsers
    parsers.bare_urls parsers.builder parsers.ends parsers.templates parsers.textmap post rule views
    wordlists
"""
#: To read it with the accelerator.
ACCELERATOR = "parsers.byte_offsets parsers.oddities parsers.pulldown parsers.targets"
#: To read it with the reference parser.
REFERENCE = """
    parsers.html_rules parsers.lean parsers.link_helpers parsers.markdown_it parsers.quotes
"""
#: What the rules share that are on unless they are turned off.
RULES = """
    addresses affiliates anchors bold_headings canonical dates embeds fake_lists hidden invisible
    link_lists markup nearest outbound permalink permalink_tokens phrases prose raw_html references
    running_text segments shorteners tag_edits titles unread urls widths words
"""
#: To hold a post against the others of its site.
SITE = """
    confinement copies entries fingerprints git index.entries index.extent index.facts index.keys
    index.lines index.listing index.project index.repeats index.store page_names passages rules.site
"""


def groups() -> Iterator[tuple[str, ...]]:
    """The groups of modules, by their full names.

    Of the rules those make one that run at the same stage and need the same thing to be there.
    """
    for words in (CHECK, CACHE, POST, ACCELERATOR, REFERENCE, RULES, SITE):
        yield tuple(f"medlint.{word}" for word in words.split())
    from medlint.registry import rule_infos

    rules: dict[tuple[str, str], list[str]] = {}
    for info in rule_infos():
        if info.default:
            rules.setdefault((info.stage, info.needs), []).append(info.module)
    yield from map(tuple, rules.values())
