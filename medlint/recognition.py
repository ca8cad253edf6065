"""Which files are posts, judged by their path and, where that is open, by their first lines.

Three questions, asked in this order: is the file excluded, do the settings say
that it is a post, and, where they say nothing, does it look like one? Each
answer is a :class:`Verdict`, which says why.
"""

from __future__ import annotations

import os
from functools import lru_cache

from medlint.patterns import lazy
from medlint.settings.table import DEFAULT_EXCLUDE
from medlint.typed import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from medlint.settings import Settings

#: Extensions of posts; the rarer ones count where the settings name a file's folder.
USUAL_EXTENSIONS = frozenset({".md", ".markdown", ".mdx"})
EXTENSIONS = USUAL_EXTENSIONS | {".mdown", ".mkd", ".mkdn"}

#: Folders in which site generators keep posts and hardly anything else.
PURE_POST_FOLDERS = frozenset(
    {"_posts", "_drafts", "posts", "post", "blog", "blogs", "articles", "article"}
)
#: Those, and the folder of Hugo, Zola, Astro and others for posts and pages alike.
POST_FOLDERS = PURE_POST_FOLDERS | {"content"}

#: Names, in lower case and without extension, of files about a project: never posts.
_PROJECT = """
    readme changelog contributing contributors license licence unlicense copying code_of_conduct
    codeowners agents claude gemini skill pull_request_template issue_template
    copilot_instructions release_notes third_party_notices _index 404
"""
#: Names that such files have as often as posts or pages do. In a folder of posts and with
#: front matter they are posts.
_EVERYDAY = """
    changes history releases releasing upgrading security support authors maintainers governance
    install installation notice todo roadmap credits acknowledgements sponsors backers citation faq
    about contact archive archives tags categories privacy privacy_policy imprint impressum home
"""
PROJECT_NAMES = frozenset(_PROJECT.split())
EVERYDAY_NAMES = frozenset(_EVERYDAY.split())
_ABOUT_PROJECTS = (*PROJECT_NAMES, *EVERYDAY_NAMES)

_VERSION_SUFFIX = lazy(r"[._-]v?[0-9][0-9a-z.]*$")
_LANGUAGE_SUFFIX = lazy(r"[._-]([a-z]{2})(?:[-_](?:[a-z]{2}|hans|hant|latn|cyrl|[0-9]{3}))?$")
#: Codes of countries that are used for languages in such names.
_COUNTRIES = frozenset({"cn", "jp", "kr", "tw", "cz", "ua", "dk", "gr"})

#: Folders of version control, which nobody means by an ``exclude`` of their own.
_VERSION_CONTROL = frozenset({".git", ".hg", ".svn", ".jj"})
_DEFAULT_FOLDERS = frozenset(pattern[:-1] for pattern in DEFAULT_EXCLUDE if pattern.endswith("/"))

#: How much of a file is read to see whether it opens with front matter, in bytes.
HEAD_SIZE = 2048

#: ``key: value``, and ``key:value``, which is no YAML but was meant as such.
_YAML_KEY = lazy(r"""["']?[\w$@][\w .$@:/-]{0,60}["']?\s{0,8}:(?:\s|$)|[\w-]{1,40}:(?!//)""")
_TOML_KEY = lazy(r"""\[|["']?[\w-][\w."' -]{0,60}\s{0,8}=""")
_JSON_START = lazy(r"""\{\s{0,80}(?:"|\}|$)""")
_FENCE = lazy(r"(?:-{3,}|\+{3,})$")


#: Why a file is a post, or why a file or folder is left out.
Reason: TypeAlias = Literal[
    # Posts.
    "named",
    "include",
    "content",
    "post-folder",
    "front-matter",
    # Files and folders that are left out.
    "exclude",
    "extend-exclude",
    "default-exclude",
    "version-control",
    "gitignore",
    "extension",
    "rare-extension",
    "not-included",
    "not-content",
    "section-page",
    "project-name",
    "everyday-name",
    "no-front-matter",
    "not-a-file",
    "linked-folder",
    "linked-outside",
    "unreadable",
    "same-file",
]


class Verdict(NamedTuple):
    """Whether something is linted, and why.

    Attributes:
        post: Whether it is.
        reason: Why, or why not.
        what: What the reason speaks of, as far as it is known: the pattern, the
            folder, the extension; "" for nothing.
    """

    post: bool
    reason: Reason
    what: str = ""


def exclusion(settings: Settings, relative: str) -> Verdict | None:
    """Why the settings' own ``exclude`` or ``extend-exclude`` leave out a path, or ``None``.

    Args:
        settings: The settings.
        relative: The path, relative to their folder; a folder's ends in a slash.
    """
    patterns = (*(settings.exclude or ()), *settings.extend_exclude)
    if not patterns:
        return None
    from medlint.globs import globs

    pattern = globs(patterns).naming(relative)
    if pattern is None:
        return None
    added = pattern in settings.extend_exclude
    return Verdict(False, "extend-exclude" if added else "exclude", pattern)


def passing_over(settings: Settings, name: str, *, folder: bool, above: str = "") -> Verdict | None:
    """Why an entry of a folder is never linted because of its name, or ``None``.

    These are the names in :data:`~medlint.settings.DEFAULT_EXCLUDE`, as long as
    ``exclude`` is unset, save those that ``include`` or ``content`` spell out.
    Among posts a folder called ``build`` or ``vendor`` is a post's own.

    Args:
        settings: The settings.
        name: The name of the file or folder.
        folder: Whether it is a folder.
        above: The path of the folder it is in, as far as the project goes.
    """
    if folder and name in _VERSION_CONTROL:
        return Verdict(False, "version-control", f"{name}/")
    if settings.exclude is not None:
        return None
    if not (name.startswith(".") or (folder and name in _DEFAULT_FOLDERS)):
        return None
    if name in _spelled_out(settings.include, settings.content):
        return None
    if name.isalpha() and _is_among_posts(settings, above):
        return None
    return Verdict(False, "default-exclude", ".*" if name.startswith(".") else f"{name}/")


def _is_among_posts(settings: Settings, folder: str) -> bool:
    if settings.content is not None:
        return any(f"{folder}/".startswith(f"{one}/" if one else "") for one in settings.content)
    return not POST_FOLDERS.isdisjoint(folder.lower().split("/"))


@lru_cache(maxsize=64)
def _spelled_out(
    include: tuple[str, ...] | None, content: tuple[str, ...] | None
) -> frozenset[str]:
    named = (*(include or ()), *(content or ()))
    return frozenset(part for path in named for part in path.split("/"))


def judge(
    settings: Settings, relative: str, place: str, read_head: Callable[[], bytes | None]
) -> Verdict:
    """Whether a file that is not excluded is a post, and why.

    Args:
        settings: The settings for the file.
        relative: The path, relative to the settings' folder.
        place: The path as far as the project goes: what of it is above says nothing.
        read_head: Gives the first :data:`HEAD_SIZE` bytes of the file, or ``None``
            where they cannot be read; called only where it matters.
    """
    name = relative.rpartition("/")[2]
    stem, extension = os.path.splitext(name.lower())
    if settings.include is not None:
        pattern = _including(settings.include, relative, extension)
        if pattern is not None:
            return Verdict(True, "include", pattern)
    if settings.content is not None:
        return _judge_content(settings.content, relative, stem, extension, read_head)
    if settings.include is not None:
        return Verdict(False, "not-included")
    if extension not in USUAL_EXTENSIONS:
        return Verdict(False, "rare-extension" if extension in EXTENSIONS else "extension")
    folders = place.lower().split("/")[:-1]
    if is_section_page(stem, folders):
        return Verdict(False, "section-page")
    kind = kind_of_name(stem)
    if kind == "project":
        return Verdict(False, "project-name")
    if kind == "everyday":
        if PURE_POST_FOLDERS.isdisjoint(folders) or not opens_with_front_matter(read_head()):
            return Verdict(False, "everyday-name")
        return Verdict(True, "front-matter")
    if not POST_FOLDERS.isdisjoint(folders):
        return Verdict(True, "post-folder", next(one for one in folders if one in POST_FOLDERS))
    if opens_with_front_matter(read_head()):
        return Verdict(True, "front-matter")
    return Verdict(False, "no-front-matter")


def _including(include: tuple[str, ...], relative: str, extension: str) -> str | None:
    """The pattern of ``include`` that names a file, or ``None``.

    A pattern such as ``posts/`` names pictures too. So a file has to be
    Markdown, or of an extension that one of the patterns spells out.
    """
    if extension not in EXTENSIONS and extension not in spelled_extensions(include):
        return None
    from medlint.globs import globs

    return globs(include).naming(relative)


@lru_cache(maxsize=64)
def spelled_extensions(patterns: tuple[str, ...]) -> frozenset[str]:
    """The extensions that patterns spell out, in lower case and with their dot."""
    found = (os.path.splitext(pattern.lower())[1] for pattern in patterns)
    return frozenset(extension for extension in found if extension.isascii() and extension)


def _judge_content(
    content: tuple[str, ...],
    relative: str,
    stem: str,
    extension: str,
    read_head: Callable[[], bytes | None],
) -> Verdict:
    if extension not in EXTENSIONS:
        return Verdict(False, "extension")
    if not relative.isascii():
        from medlint.characters import composed

        relative = composed(relative)
    homes = [folder for folder in content if not folder or relative.startswith(f"{folder}/")]
    if not homes:
        return Verdict(False, "not-content")
    if stem == "index" and any("/" not in relative[len(folder) :].lstrip("/") for folder in homes):
        return Verdict(False, "section-page")
    kind = kind_of_name(stem)
    if kind == "project":
        return Verdict(False, "project-name")
    if kind == "everyday" and not opens_with_front_matter(read_head()):
        return Verdict(False, "everyday-name")
    return Verdict(True, "content", homes[0] or ".")


def is_section_page(stem: str, folders: list[str]) -> bool:
    """Whether a file is the home page or the page of a list of posts.

    An ``index.md`` in a folder of its own is a post (a Hugo or Gatsby bundle).
    """
    if not stem.startswith("index") or _LANGUAGE_SUFFIX.sub("", stem) != "index":
        return False
    return not folders or folders[-1] in {*POST_FOLDERS, "src", "docs"}


def kind_of_name(stem: str) -> str:
    """``project`` for READMEs and the like, ``everyday`` for names that could be, else "".

    Args:
        stem: The file's name in lower case, without extension.
    """
    if not _folded(stem).startswith(_ABOUT_PROJECTS):
        return ""
    bare = _VERSION_SUFFIX.sub("", stem)
    suffix = _LANGUAGE_SUFFIX.search(bare)
    if suffix is not None and _is_language(suffix[1]):
        bare = bare[: suffix.start()]
    for name in (stem, bare):
        folded = _folded(name)
        if folded in PROJECT_NAMES:
            return "project"
        if folded in EVERYDAY_NAMES:
            return "everyday"
    return ""


def _folded(stem: str) -> str:
    return stem.replace("-", "_").replace(" ", "_")


def _is_language(code: str) -> bool:
    from medlint.settings.check import LANGUAGES

    return code in LANGUAGES or code in _COUNTRIES


def opens_with_front_matter(head: bytes | None) -> bool:
    """Whether a file looks as though it opened with front matter, whole or broken.

    The first line that is not blank has to be a fence, and the next one a key.

    Args:
        head: The first bytes of the file, or ``None`` where they cannot be read.
    """
    if not head:
        return False
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = head.decode(encoding, "replace").lstrip()
    if text.startswith("{"):
        return _JSON_START.match(text) is not None
    if not text.startswith(("---", "+++")):
        return False
    fence, *lines = text.splitlines()
    if _FENCE.match(fence.rstrip()) is None:
        return False
    key = _YAML_KEY if fence.startswith("-") else _TOML_KEY
    for line in lines:
        content = line.strip()
        if content and not content.startswith("#"):
            # A second fence right away closes front matter that is empty.
            return content == fence.rstrip() or key.match(content) is not None
    return False
