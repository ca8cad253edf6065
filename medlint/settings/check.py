"""From a table as TOML gives it to values that can be relied on.

Each kind of value has one function, which returns the value in the form that
:class:`~medlint.settings.Settings` keeps or raises :class:`BadValueError` with the
path of what is wrong. Every message says what is expected and what was found.
"""

from __future__ import annotations

import re

from medlint.characters import composed
from medlint.diagnostic import Severity
from medlint.settings.errors import BadValueError, KeyPath
from medlint.settings.table import BY_NAME, OVERRIDABLE, SETTINGS, SEVERITIES, Setting
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from medlint.rule import Option, Rule

#: Matches an absolute http(s) address without query and fragment; also a pattern of JSON Schema.
SITE_URL = (
    r"^[Hh][Tt][Tt][Pp][Ss]?://"
    r"([^\s/?#@:\\\[\].]+(\.[^\s/?#@:\\\[\].]+)+\.?|localhost|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[^\s?#]*)?$"
)

#: No setting is meant to be as large.
_HUGE = 10**18

#: The codes of ISO 639-1.
_LANGUAGES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht "
    "hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky "
    "la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny "
    "oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss "
    "st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo "
    "za zh zu"
)
LANGUAGES = tuple(_LANGUAGES.split())
#: Codes of countries that are taken for those of languages, where no language has them.
_COUNTRIES = {"jp": "ja", "cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "ua": "uk", "us": "en"}


def check_table(table: Mapping[str, object], *, toplevel: bool = True) -> dict[str, Any]:
    """Check a table of settings.

    Args:
        table: ``[tool.medlint]``, or one of its overrides without ``files``.
        toplevel: Whether it is the former.

    Returns:
        The values by attribute; only the settings that the table gives.

    Raises:
        BadValueError: A key is unknown or a value is wrong.
    """
    values: dict[str, Any] = {}
    for name, value in table.items():
        setting = BY_NAME.get(name)
        if setting is None:
            raise BadValueError((name,), _unknown_setting(name, toplevel), at_key=True)
        if not (toplevel or setting.override):
            message = "this setting holds for all files and cannot stand in an override"
            raise BadValueError((name,), message, at_key=True)
        values[setting.attribute] = CHECKS[setting.kind](value, (name,), setting)
    return values


def _unknown_setting(name: str, toplevel: bool) -> str:
    from medlint.registry import find_info

    if name in {"tool", "medlint"} and toplevel:
        return (
            "unknown setting; in a medlint.toml the settings stand at the top level, "
            "without [tool.medlint]"
        )
    if toplevel and find_info(name) is not None:
        return f"unknown setting; options of a rule stand below rules: rules.{name}"
    known = [setting.name for setting in (SETTINGS if toplevel else OVERRIDABLE)]
    return f"unknown setting{did_you_mean(name, known, of='settings')}"


def did_you_mean(word: str, known: Iterable[str], *, of: str = "") -> str:
    """What to add to a message on an unknown word: the nearest known one, or all of them.

    Args:
        word: What the user wrote.
        known: The words that would have been right.
        of: What they are, to name them all where none is near; "" not to.
    """
    from medlint.registry import nearest

    words = list(known)
    near = nearest(word, words) or nearest(word.replace("_", "-"), words)
    if near is not None:
        return f"; did you mean {near}?"
    return f"; the {of} are {', '.join(words)}" if of and words else ""


def found(value: object) -> str:
    """A value as messages name it: its type, and what it is where that is short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the string "{value if len(value) <= 60 else value[:57] + "..."}"'
    if isinstance(value, int):
        # Python writes no integer of thousands of digits, and nobody would read it.
        return f"the integer {value}" if abs(value) < _HUGE else "an integer of too many digits"
    if isinstance(value, float):
        return f"the float {value}"
    if isinstance(value, (list, tuple)):
        return "an array" if value else "an empty array"
    if isinstance(value, dict):
        return "a table" if value else "an empty table"
    return "a date or time" if hasattr(value, "isoformat") else f"{value!r}"


def _expected(what: str, value: object) -> str:
    return f"expected {what}, found {found(value)}"


def _boolean(value: object, path: KeyPath, _setting: Setting) -> bool:
    if not isinstance(value, bool):
        raise BadValueError(path, _expected("true or false", value))
    return value


def _integer(value: object, path: KeyPath, setting: Setting) -> int:
    return int(_number(value, path, whole=True, minimum=setting.minimum, maximum=setting.maximum))


def _number(
    value: object, path: KeyPath, *, whole: bool, minimum: int | None, maximum: int | None = None
) -> int | float:
    what = "an integer" if whole else "a number"
    if maximum is not None:
        what += f" from {minimum} to {maximum}"
    elif minimum is not None:
        what += f" of at least {minimum}"
    kinds = (int,) if whole else (int, float)
    # TOML has nan and inf, with which no limit can be compared.
    if isinstance(value, bool) or not isinstance(value, kinds) or not abs(value) < float("inf"):
        raise BadValueError(path, _expected(what, value))
    if isinstance(value, int) and abs(value) >= _HUGE:
        raise BadValueError(path, _expected(what, value))
    too_small = minimum is not None and value < minimum
    if too_small or (maximum is not None and value > maximum):
        raise BadValueError(path, _expected(what, value))
    return value if whole else float(value)


def _choice(value: object, path: KeyPath, setting: Setting) -> Any:
    word = _one_of(value, path, setting.choices)
    return Severity.parse(word) if setting.choices == SEVERITIES else word


def _parser(value: object, path: KeyPath, setting: Setting) -> str:
    word = _one_of(value, path, setting.choices)
    if word == "pyromark":
        from medlint.accelerator import version

        if version() is None:
            message = (
                "pyromark is not installed here, or in a version that medlint cannot use; "
                "install it with: pip install 'medlint[fast]'"
            )
            raise BadValueError(path, message)
    return word


def _one_of(value: object, path: KeyPath, choices: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in choices:
        hint = did_you_mean(value, choices) if isinstance(value, str) else ""
        raise BadValueError(path, _expected(f"one of {', '.join(choices)}", value) + hint)
    return value


def _string(value: object, path: KeyPath) -> str:
    if not isinstance(value, str):
        raise BadValueError(path, _expected("a string", value))
    return value


def _strings(value: object, path: KeyPath, what: str = "strings") -> tuple[str, ...]:
    if isinstance(value, str):
        hint = f'; put it in brackets: ["{value}"]' if len(value) <= 60 else ""
        raise BadValueError(path, _expected(f"an array of {what}", value) + hint)
    if not isinstance(value, (list, tuple)):
        raise BadValueError(path, _expected(f"an array of {what}", value))
    return tuple(_string(item, (*path, index)) for index, item in enumerate(value))


def _language(value: object, path: KeyPath, _setting: Setting) -> str:
    if isinstance(value, str) and value in LANGUAGES:
        return value
    hint = ""
    if isinstance(value, str):
        short = re.split("[-_]", value.lower())[0]
        short = _COUNTRIES.get(short, short)
        hint = f"; did you mean {short}?" if short in LANGUAGES else ""
    what = "an ISO 639-1 code of two lower-case letters, such as en"
    raise BadValueError(path, _expected(what, value) + hint)


def _url(value: object, path: KeyPath, _setting: Setting) -> str:
    if isinstance(value, str) and re.search(SITE_URL, value) and not value.endswith("\n"):
        return value
    what = "an absolute http or https address such as https://example.org, without ? and #"
    hint = ""
    if isinstance(value, str) and "://" not in value and re.search(SITE_URL, f"https://{value}"):
        hint = f"; did you mean https://{value}?"
    raise BadValueError(path, _expected(what, value) + hint)


def _permalink(value: object, path: KeyPath, _setting: Setting) -> str:
    from medlint.permalink import unknown_tokens

    what = "a pattern such as /{year}/{month}/{slug}/"
    if not isinstance(value, str) or not value.strip():
        raise BadValueError(path, _expected(what, value))
    if "{{" in value or "{%" in value:
        message = f"expected {what}, found a template, which only your generator can fill in"
        raise BadValueError(path, message)
    unknown = unknown_tokens(value)
    if unknown:
        token = unknown[0]
        known = ("year", "month", "day", "slug", "title", "categories", "lang", "name", "path")
        from medlint.registry import nearest

        near = nearest(token.strip("{}[]:."), known)
        hint = f"; did you mean {{{near}}}?" if near else f"; some are {{{'}, {'.join(known)}}}"
        raise BadValueError(path, f"no post can fill in {token}{hint}")
    return value


def _patterns(value: object, path: KeyPath, _setting: Setting) -> tuple[str, ...]:
    written = _strings(value, path, "gitignore patterns")
    patterns = tuple(_pattern(pattern, (*path, index)) for index, pattern in enumerate(written))
    if patterns and all(pattern.startswith("!") for pattern in patterns):
        raise BadValueError(
            (*path, 0), "takes back what no pattern before it has named; remove the !"
        )
    return patterns


def _pattern(pattern: str, path: KeyPath) -> str:
    """Check one pattern; ``./posts`` becomes ``/posts``, as everyone means it.

    Raises:
        BadValueError: It could never match, or not what it seems to say.
    """
    from medlint.globs import GlobError, parse

    negation = "!" if pattern.startswith("!") else ""
    body = pattern[len(negation) :]
    if body.startswith("./"):
        body = body[1:]
    problem = ""
    if not body.strip():
        problem = "is empty"
    elif body.startswith("#"):
        problem = "is a comment in gitignore's notation; write \\# for a name that starts with #"
    elif ".." in body.split("/"):
        problem = "leads out of the settings' folder, and patterns cannot"
    elif re.match(r"[A-Za-z]:[\\/]", body):
        problem = "is an absolute path; patterns are relative to the settings' folder"
    else:
        try:
            parse(negation + body, below=True)
        except GlobError as error:
            problem = f"is no gitignore pattern: {error}"
    if problem:
        raise BadValueError(path, f'the pattern "{pattern}" {problem}')
    return negation + body


def _file(value: object, path: KeyPath, _setting: Setting) -> str:
    written = _string(value, path)
    parts = [part for part in written.split("/") if part not in {"", "."}]
    problem = ""
    if not parts or written.endswith("/"):
        problem = "is no file"
    elif written.startswith(("/", "~")) or re.match(r"[A-Za-z]:", written):
        problem = "is no path relative to the settings' folder"
    elif ".." in parts:
        problem = "leads out of the settings' folder"
    elif "\\" in written:
        problem = "holds a backslash; write paths with forward slashes"
    elif not written.isprintable():
        problem = "holds characters that cannot be seen"
    if problem:
        raise BadValueError(path, f'the path "{written}" {problem}')
    return "/".join(parts)


def _folders(value: object, path: KeyPath, _setting: Setting) -> tuple[str, ...]:
    folders = []
    for index, written in enumerate(_strings(value, path, "folders")):
        parts = [part for part in written.split("/") if part not in {"", "."}]
        problem = ""
        if not written.strip():
            problem = "is empty; write . for the settings' own folder"
        elif written.startswith("/") or re.match(r"[A-Za-z]:[\\/]", written):
            problem = "is an absolute path; folders are relative to the settings' folder"
        elif ".." in parts:
            problem = "leads out of the settings' folder"
        elif "*" in written or "?" in written:
            problem = "holds a wildcard; content takes folders, and include takes patterns"
        elif "\\" in written:
            problem = "holds a backslash; write folders with forward slashes"
        if problem:
            raise BadValueError((*path, index), f'the folder "{written}" {problem}')
        folders.append(composed("/".join(parts)))
    return tuple(folders)


def check_selectors(value: object, path: KeyPath) -> tuple[str, ...]:
    """Check an array of selectors.

    Raises:
        BadValueError: It is no array of strings, or one of them names no rule.
    """
    from medlint.registry import expand

    selectors = _strings(value, path, "rules")
    for index, selector in enumerate(selectors):
        if not expand(selector):
            raise BadValueError((*path, index), unknown_rule(selector))
    return selectors


def unknown_rule(word: str) -> str:
    """The message on a word that names no rule, with the nearest that does."""
    from medlint.registry import nearest

    near = nearest(word) or nearest(word.replace("_", "-"))
    return f'no rule is called "{word}"' + (f"; did you mean {near}?" if near else "")


def _selectors(value: object, path: KeyPath, _setting: Setting) -> tuple[str, ...]:
    return check_selectors(value, path)


def _per_file_ignores(
    value: object, path: KeyPath, _setting: Setting
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = _table(value, path, "a table of patterns, each with an array of rules")
    ignores = []
    for written, selectors in table.items():
        here = (*path, written)
        try:
            pattern = _pattern(written, here)
        except BadValueError as error:
            raise BadValueError(here, error.message, at_key=True) from None
        if pattern.startswith("!"):
            message = f'the pattern "{written}" takes back what no pattern has named; remove the !'
            raise BadValueError(here, message, at_key=True)
        ignores.append((pattern, check_selectors(selectors, here)))
    return tuple(ignores)


def _table(value: object, path: KeyPath, what: str) -> Mapping[str, object]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise BadValueError(path, _expected(what, value))
    return value


def _rule(word: str) -> type[Rule] | None:
    from medlint.registry import find_rule

    return find_rule(word)


def _rules(value: object, path: KeyPath, _setting: Setting) -> dict[str, dict[str, Any]]:
    """The options of each rule by code, by attribute; ``severity`` is among them."""
    table = _table(value, path, "a table of rules")
    rules: dict[str, dict[str, Any]] = {}
    for word, options in table.items():
        here = (*path, word)
        rule = _rule(word)
        if rule is None:
            raise BadValueError(here, unknown_rule(word), at_key=True)
        if rule.code in rules:
            message = f"{rule.code} and {rule.name} are one rule; put its options in one table"
            raise BadValueError(here, message, at_key=True)
        given = _table(options, here, f"a table of options of {rule.name}")
        rules[rule.code] = _rule_options(rule, given, here)
    return rules


def _rule_options(rule: type[Rule], table: Mapping[str, object], path: KeyPath) -> dict[str, Any]:
    options = {option.name: option for option in rule.options}
    values: dict[str, Any] = {}
    for name, value in table.items():
        here = (*path, name)
        if name == "severity":
            values[name] = Severity.parse(_one_of(value, here, SEVERITIES))
        elif name in options:
            values[options[name].attribute] = check_option(options[name], value, here)
        else:
            hint = did_you_mean(name, (*options, "severity"), of="options")
            raise BadValueError(here, f"{rule.name} has no such option{hint}", at_key=True)
    return values


def check_option(option: Option, value: object, path: KeyPath) -> Any:
    """Check the value of a rule's option against its default's type, choices and minimum.

    Raises:
        BadValueError: It is of another type, none of the choices or too small.
    """
    default = option.default
    if isinstance(default, bool):
        return _boolean(value, path, SETTINGS[0])
    if isinstance(default, (int, float)):
        whole = isinstance(default, int)
        return _number(value, path, whole=whole, minimum=option.minimum)
    if isinstance(default, str):
        return _one_of(value, path, option.choices) if option.choices else _string(value, path)
    words = _strings(value, path)
    if option.choices:
        for index, word in enumerate(words):
            _one_of(word, (*path, index), option.choices)
    return words


def _overrides(
    value: object, path: KeyPath, setting: Setting
) -> tuple[tuple[tuple[str, ...], dict[str, Any]], ...]:
    """The patterns and the values of each override."""
    if not isinstance(value, (list, tuple)):
        hint = "; its header has two brackets: [[tool.medlint.overrides]]"
        extra = hint if isinstance(value, dict) else ""
        raise BadValueError(path, _expected("an array of tables", value) + extra)
    overrides = []
    for index, item in enumerate(value):
        here = (*path, index)
        table = dict(_table(item, here, "a table with files and the settings that differ there"))
        if "files" not in table:
            raise BadValueError(here, "files is missing: the patterns of the files it is for")
        patterns = _patterns(table.pop("files"), (*here, "files"), setting)
        if not patterns:
            raise BadValueError(
                (*here, "files"), "expected at least one pattern, found an empty array"
            )
        try:
            values = check_table(table, toplevel=False)
        except BadValueError as error:
            error.path = (*here, *error.path)
            raise
        overrides.append((patterns, values))
    return tuple(overrides)


CHECKS: dict[str, Callable[[object, KeyPath, Setting], Any]] = {
    "boolean": _boolean,
    "choice": _choice,
    "file": _file,
    "folders": _folders,
    "integer": _integer,
    "language": _language,
    "overrides": _overrides,
    "parser": _parser,
    "patterns": _patterns,
    "per-file-ignores": _per_file_ignores,
    "permalink": _permalink,
    "rules": _rules,
    "selectors": _selectors,
    "url": _url,
}
