"""Which site generator a blog is built with, and what its configuration says of addresses.

Only what the files say is taken: an address that is still the template's
example, or a pattern that is worked out by code, is left open.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping

from medlint.configurations import from_toml, from_yaml
from medlint.confinement import inside
from medlint.recognition import EXTENSIONS, PURE_POST_FOLDERS
from medlint.regular import read
from medlint.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: Folders in which a site may be kept within its repository.
_SITE_FOLDERS = ("", "website", "site", "blog", "docs", "www")
_SCRIPTS = ("js", "mjs", "cjs", "ts", "mts", "cts")
#: A configuration of more bytes than this is not one that people write.
_MAX_SIZE = 1_000_000
#: Folders that hold no posts, besides hidden ones.
_NO_POSTS = frozenset(
    "node_modules vendor public static assets dist build _site _includes _layouts _data "
    "archetypes themes scaffolds layouts components i18n versioned_docs venv".split()
)
#: Jekyll's pattern where none is given, which it calls ``date``.
_JEKYLL_DEFAULT = "/:categories/:year/:month/:day/:title:output_ext"
_HEXO_DEFAULT = ":year/:month/:day/:title/"


class Generator(NamedTuple):
    """A site generator that was recognised, and the settings that follow from it.

    Attributes:
        name: Its name.
        evidence: The file by which it was recognised, relative to the repository.
        settings: Settings as in ``[tool.medlint]``.
        notes: What could not be read, and why, one sentence each.
    """

    name: str
    evidence: str
    settings: dict[str, Any]
    notes: tuple[str, ...]


def recognise(root: str) -> tuple[Generator, ...]:
    """The generators that a repository is built with, the surest first.

    Args:
        root: The folder; if no generator is found there, the usual folders of
            a site below it are looked at.
    """
    for folder in _SITE_FOLDERS:
        if folder and not os.path.isdir(os.path.join(root, folder)):
            continue
        found = [
            generator
            for recognise_one in _GENERATORS
            if (generator := recognise_one(_Site(root, folder))) is not None
        ]
        if found:
            return tuple(found)
    return ()


class _Site:
    """A folder with a site, and what has been learnt of it."""

    def __init__(self, root: str, folder: str) -> None:
        self.root = root
        self.folder = folder
        self.settings: dict[str, Any] = {}
        self.notes: list[str] = []

    def below(self, path: str) -> str:
        """A path relative to the site, as it is relative to the repository."""
        return "/".join(part for part in (self.folder, path) if part and part != ".")

    def real(self, path: str) -> str:
        return os.path.join(self.root, self.folder, path)

    def has(self, path: str) -> bool:
        return self._mode(path) != 0

    def has_file(self, path: str) -> bool:
        return stat.S_ISREG(self._mode(path))

    def has_folder(self, path: str) -> bool:
        return stat.S_ISDIR(self._mode(path))

    def _mode(self, path: str) -> int:
        """The mode of what there is at a path; 0 where there is nothing, or it leads out."""
        found = inside(self.root).look(os.path.abspath(self.real(path)))
        return found.st_mode if isinstance(found, os.stat_result) else 0

    def first(self, paths: Iterable[str]) -> str | None:
        """The first of some files that exists."""
        return next(filter(self.has_file, paths), None)

    def text(self, path: str) -> str:
        """A file's text, or "" where it cannot be read."""
        if not self.has_file(path):
            return ""
        try:
            data = read(self.real(path), _MAX_SIZE + 1)
        except OSError:
            return ""
        return data.decode("utf-8-sig", "replace") if len(data) <= _MAX_SIZE else ""

    def table(self, path: str) -> Mapping[str, Any]:
        """The table that a YAML, TOML or JSON file holds; empty where it holds none."""
        import json

        value: object
        try:
            if path.endswith((".yml", ".yaml")):
                value = from_yaml(self.text(path))
            elif path.endswith(".toml"):
                value = from_toml(self.text(path))
            else:
                value = json.loads(self.text(path) or "{}")
        except (ValueError, RecursionError):
            self.notes.append(f"{self.below(path)} could not be read.")
            return {}
        return value if isinstance(value, Mapping) else {}

    def packages(self) -> frozenset[str]:
        """The packages of ``package.json``."""
        if not self.has("package.json"):
            return frozenset()
        table = _Site(self.root, self.folder).table("package.json")
        groups = (table.get("dependencies"), table.get("devDependencies"))
        own = ["hexo"] if isinstance(table.get("hexo"), Mapping) else []
        return frozenset(
            (*own, *(name for group in groups if isinstance(group, dict) for name in group))
        )

    def set_url(self, address: object, base: object = "", *, where: str) -> None:
        """Take a site's address and the path below it, if they are fit to be settings."""
        from medlint import urls

        if not isinstance(address, str) or not address.strip():
            self.notes.append(f"{where} gives no address of the site: set site-url.")
            return
        address = address.strip().rstrip("/")
        base = base.strip().strip("/") if isinstance(base, str) else ""
        if base and not address.endswith(f"/{base}"):
            address = f"{address}/{base}"
        if urls.is_placeholder_host(urls.host(address)):
            self.notes.append(f"The address in {where} is a template's example: set site-url.")
        elif self._refused("site-url", address):
            self.notes.append(f"The address in {where} cannot be used: set site-url.")
        else:
            self.settings["site-url"] = address

    def set_permalink(self, pattern: object, *, where: str) -> None:
        """Take a pattern, if it is fit to be a setting."""
        reason = self._refused("permalink", pattern)
        if reason:
            self.notes.append(f"The permalink in {where} cannot be used: {reason}.")
        else:
            self.settings["permalink"] = pattern

    def _refused(self, name: str, value: object) -> str:
        """Why a value cannot be a setting, or ""."""
        from medlint.settings import Settings, SettingsError

        try:
            Settings.from_mapping({name: value})
        except SettingsError as error:
            return error.message.removeprefix(f"{name}: ")
        return ""

    def set_content(self, folders: Iterable[str]) -> None:
        """Take the folders of posts, those that are there."""
        found = [self.below(folder) for folder in folders if self.has_folder(folder)]
        if found and not self._refused("content", found):
            self.settings["content"] = found

    def made(self, name: str, evidence: str) -> Generator:
        return Generator(name, self.below(evidence), self.settings, tuple(self.notes))

    def folders(self, start: str, names: frozenset[str], depth: int) -> Iterator[str]:
        """The folders of some names below a folder, those in others of them left out."""
        if start not in {"", "."} and not self.has_folder(start):
            return
        try:
            with os.scandir(self.real(start)) as listing:
                entries = sorted(one.name for one in listing if one.is_dir(follow_symlinks=False))
        except OSError:
            return
        for name in entries:
            path = f"{start}/{name}" if start not in {"", "."} else name
            if name in names:
                yield path
            elif depth > 1 and not name.startswith(".") and name not in _NO_POSTS:
                yield from self.folders(path, names, depth - 1)

    def post_folders(self, start: str) -> list[str]:
        """The folders called like folders of posts, and holding Markdown, below a folder."""
        found = self.folders(start, PURE_POST_FOLDERS, 3)
        return [folder for folder in found if self._has_markdown(folder)]

    def _has_markdown(self, folder: str) -> bool:
        return any(
            os.path.splitext(name)[1].lower() in EXTENSIONS
            for _, _, names in os.walk(self.real(folder))
            for name in names
        )


def _hexo(site: _Site) -> Generator | None:
    config = site.first(("_config.yml", "_config.yaml", "_config.json"))
    if config is None or not ("hexo" in site.packages() or site.has("source/_posts")):
        return None
    table = site.table(config)
    source = str(table.get("source_dir") or "source").strip("/")
    site.set_content(f"{source}/{name}" for name in ("_posts", "_drafts"))
    site.set_url(table.get("url"), table.get("root"), where=site.below(config))
    pattern = table.get("permalink") or _HEXO_DEFAULT
    if isinstance(pattern, str):
        pretty = table.get("pretty_urls")
        if isinstance(pretty, Mapping) and pretty.get("trailing_html") is False:
            pattern = pattern.removesuffix(".html")
        pattern = f"/{pattern.lstrip('/')}"
    site.set_permalink(pattern, where=site.below(config))
    return site.made("Hexo", config)


def _jekyll(site: _Site) -> Generator | None:
    config = site.first(("_config.yml", "_config.yaml", "_config.toml"))
    if config is None or "hexo" in site.packages() or site.has("source/_posts"):
        return None
    posts = list(site.folders(".", frozenset({"_posts", "_drafts"}), 3))
    if not (posts or site.has("_layouts") or "jekyll" in site.text("Gemfile").lower()):
        return None
    table = site.table(config)
    site.set_content(posts)
    address = table.get("url")
    if not address and site.has("CNAME"):
        address = f"https://{site.text('CNAME').strip()}"
    site.set_url(address, table.get("baseurl"), where=site.below(config))
    pattern = _jekyll_permalink(table)
    if pattern is None:
        site.notes.append(
            f"{site.below(config)} gives posts several permalinks: set permalink, "
            "and overrides where it differs."
        )
    else:
        site.set_permalink(pattern, where=site.below(config))
    return site.made("Jekyll", config)


def _jekyll_permalink(table: Mapping[str, Any]) -> object:
    """The pattern of posts: of their defaults, else of their collection, else of the site."""
    collections = table.get("collections")
    posts = collections.get("posts") if isinstance(collections, Mapping) else None
    own = posts.get("permalink") if isinstance(posts, Mapping) else None
    pattern = own or table.get("permalink") or _JEKYLL_DEFAULT
    defaults = table.get("defaults")
    for entry in defaults if isinstance(defaults, list) else ():
        scope = entry.get("scope") if isinstance(entry, Mapping) else None
        values = entry.get("values") if isinstance(entry, Mapping) else None
        if not isinstance(scope, Mapping) or not isinstance(values, Mapping):
            continue
        if "permalink" not in values or scope.get("type") not in {None, "posts"}:
            continue
        if scope.get("path"):
            return None
        pattern = values["permalink"]
    return pattern


def _hugo(site: _Site) -> Generator | None:
    endings = ("toml", "yaml", "yml", "json")
    folders = ("", "config/_default/")
    config = site.first(f"{folder}hugo.{ending}" for folder in folders for ending in endings)
    if config is None:
        config = site.first(f"{folder}config.{ending}" for folder in folders for ending in endings)
        # Of this name many programs have one.
        if config is None or not any(map(site.has, ("content", "archetypes", "themes"))):
            return None
    table = _folded(site.table(config))
    keys = {"baseurl", "theme", "module", "title", "languagecode"}
    if "hugo." not in config and keys.isdisjoint(table):
        return None
    content = str(table.get("contentdir") or "content").strip("/")
    folders_of_posts = site.post_folders(content)
    site.set_content(folders_of_posts)
    site.set_url(table.get("baseurl"), where=site.below(config))
    permalinks = table.get("permalinks")
    if permalinks is None and config.startswith("config/_default/"):
        separate = site.first(f"config/_default/permalinks.{ending}" for ending in endings)
        permalinks = site.table(separate) if separate else None
    _set_hugo_permalinks(site, permalinks, content, folders_of_posts, where=site.below(config))
    return site.made("Hugo", config)


def _folded(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table with its keys in lower case, as Hugo takes them."""
    return {str(key).lower(): value for key, value in table.items()}


def _set_hugo_permalinks(
    site: _Site, permalinks: object, content: str, folders: list[str], *, where: str
) -> None:
    """Take the patterns, which Hugo has for each section."""
    if not isinstance(permalinks, Mapping):
        return
    pages = _folded(permalinks).get("page")
    patterns = _folded(pages if isinstance(pages, Mapping) else permalinks)
    given: dict[str, object] = {}
    for folder in folders or [f"{content}/{section}" for section in patterns]:
        section = os.path.basename(folder).lower()
        if section in patterns and site.has_folder(folder):
            given[folder] = patterns[section]
    if not given:
        return
    if set(given) == set(folders) and len(set(map(str, given.values()))) == 1:
        site.set_permalink(next(iter(given.values())), where=where)
        return
    overrides = []
    for folder, pattern in given.items():
        site.set_permalink(pattern, where=where)
        taken = site.settings.pop("permalink", None)
        if taken is not None:
            overrides.append({"files": [f"{site.below(folder)}/"], "permalink": taken})
    if overrides:
        site.settings["overrides"] = overrides


def _astro(site: _Site) -> Generator | None:
    config = site.first(f"astro.config.{ending}" for ending in _SCRIPTS)
    if config is None:
        return None
    site.set_content(site.post_folders("src"))
    _set_from_script(site, config, "site", "base")
    _tell_of_routes(site, "Astro")
    return site.made("Astro", config)


def _docusaurus(site: _Site) -> Generator | None:
    config = site.first(f"docusaurus.config.{ending}" for ending in _SCRIPTS)
    if config is None:
        return None
    site.set_content(site.post_folders("."))
    _set_from_script(site, config, "url", "baseUrl")
    site.notes.append(
        "Docusaurus takes addresses from slug or from file names, post by post: permalink is "
        "left open, and medlint asks each post for its canonical URL."
    )
    return site.made("Docusaurus", config)


def _gatsby(site: _Site) -> Generator | None:
    config = site.first(f"gatsby-config.{ending}" for ending in _SCRIPTS)
    if config is None:
        return None
    site.set_content([*site.post_folders("content"), *site.post_folders("src")])
    _set_from_script(site, config, "siteUrl")
    _tell_of_routes(site, "Gatsby")
    return site.made("Gatsby", config)


def _eleventy(site: _Site) -> Generator | None:
    names = [".eleventy.js", *(f"eleventy.config.{ending}" for ending in _SCRIPTS)]
    config = site.first(names)
    if config is None:
        return None
    site.set_content(site.post_folders("."))
    data = site.first(
        f"{folder}{name}.{ending}"
        for folder in ("_data/", "src/_data/", "content/_data/", "site/_data/")
        for name in ("metadata", "meta", "site")
        for ending in (*_SCRIPTS, "json", "yaml", "yml")
    )
    if data is None:
        site.set_url(None, where=site.below(config))
    elif data.endswith(tuple(_SCRIPTS)):
        _set_from_script(site, data, "url")
    else:
        site.set_url(site.table(data).get("url"), where=site.below(data))
    _tell_of_routes(site, "Eleventy")
    return site.made("Eleventy", config)


def _set_from_script(site: _Site, config: str, key: str, base_key: str = "") -> None:
    from medlint.javascript import string_value

    text = site.text(config)
    base = string_value(text, base_key) if base_key else ""
    site.set_url(string_value(text, key), base, where=site.below(config))


def _tell_of_routes(site: _Site, name: str) -> None:
    site.notes.append(
        f"{name} makes addresses in templates: if they follow a pattern, set permalink, such "
        'as "/blog/{slug}/".'
    )


_GENERATORS: tuple[Callable[[_Site], Generator | None], ...] = (
    _hugo,
    _astro,
    _docusaurus,
    _gatsby,
    _eleventy,
    _hexo,
    _jekyll,
)
