"""``medlint completion``: a script by which a shell completes medlint's command line.

The scripts are made from the parsers of the commands, so they offer what the
commands take, and nothing has to be kept in step by hand.
"""

from __future__ import annotations

import argparse
import sys

from medlint.commands import COMMANDS, arguments
from medlint.commands.arguments import Parser, add_about
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_ABOUT = """\
Print a script by which a shell completes the commands, options, formats and
rules of medlint. The script comes from the medlint that prints it: run this
again after an update."""

_EXAMPLES = """\
bash, in ~/.bashrc:
  eval "$(medlint completion bash)"

zsh, in ~/.zshrc after compinit:
  eval "$(medlint completion zsh)"

fish, once:
  medlint completion fish > ~/.config/fish/completions/medlint.fish"""


def parser() -> Parser:
    """The arguments of ``medlint completion``."""
    made = Parser("medlint completion", _ABOUT, _EXAMPLES, "medlint completion SHELL")
    which = made.add_argument_group("which shell")
    which.add_argument(
        "shell", choices=tuple(_SCRIPTS), metavar="SHELL", help=f"one of {', '.join(_SCRIPTS)}"
    )
    add_about(made)
    return made


def run(words: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    options = parser().parse_args(words)
    sys.stdout.write(_SCRIPTS[options.shell]())
    return 0


class Argument(NamedTuple):
    """What a command takes: an option, or what stands without one.

    Attributes:
        flags: The option, short and long; empty for what stands without one.
        help: What it does, in a few words; "" where that goes without saying.
        kind: What follows it: ``nothing``, ``words``, ``rule``, ``rules``
            (several, with commas), ``file``, ``folder`` or ``text``.
        words: The only words that may follow.
    """

    flags: tuple[str, ...]
    help: str
    kind: str
    words: tuple[str, ...] = ()


def parser_of(command: str) -> Parser:
    """The parser of a command."""
    if command == "check":
        return arguments.check_parser("check")
    made: Callable[[], Parser] | None = getattr(arguments, f"{command}_parser", None)
    if made is None:
        from importlib import import_module

        made = import_module(f"medlint.commands.{command}").parser
    return made()


def arguments_of(command: str) -> tuple[Argument, ...]:
    """What a command takes, in the order of its help."""
    found = []
    for action in parser_of(command)._actions:
        if action.help != argparse.SUPPRESS:
            words = tuple(map(str, action.choices or ()))
            flags = tuple(action.option_strings)
            does = " ".join((action.help or "").split())
            found.append(Argument(flags, does, _kind(action, words), words))
    return tuple(found)


#: What a value is, by the word that stands for it in the help.
_KINDS = {
    "RULES": "rules",
    "RULE": "rule",
    "PATH": "file",
    "FILE": "file",
    "FOLDER": "folder",
}


def _kind(action: argparse.Action, words: tuple[str, ...]) -> str:
    if action.nargs == 0:
        return "nothing"
    if words:
        return "words"
    return _KINDS.get(str(action.metavar), "text")


def _rule_words() -> tuple[str, ...]:
    from medlint.registry import rule_infos

    return tuple(word for info in rule_infos() for word in (info.code, info.name))


def _positional(found: Iterable[Argument]) -> Argument | None:
    return next((one for one in found if not one.flags), None)


# bash ----------------------------------------------------------------------------------

_BASH = """\
# Completion of medlint for bash, made by: medlint completion bash
_medlint() {
    local cur prev command values kind reply
    COMPREPLY=()
    cur=${COMP_WORDS[COMP_CWORD]}
    prev=${COMP_WORDS[COMP_CWORD-1]}
    # bash takes the = of --option=value for a word of its own.
    if [[ $cur == "=" ]]; then
        cur=""
    elif [[ $prev == "=" ]]; then
        prev=${COMP_WORDS[COMP_CWORD-2]}
    fi
    command=check
    if (( COMP_CWORD > 1 )); then
        case ${COMP_WORDS[1]} in
            @COMMANDS_CASE@) command=${COMP_WORDS[1]} ;;
        esac
    fi
    kind="" values=""
    case "$command $prev" in
@OPTIONS@    esac
    if [[ -z $kind && $cur == -* ]]; then
        kind=words
        case $command in
@FLAGS@        esac
    elif [[ -z $kind ]]; then
        case $command in
@POSITIONALS@        esac
        if (( COMP_CWORD == 1 )); then
            values="@COMMANDS@"
            COMPREPLY=( $(compgen -W "$values" -- "$cur") )
            # Folders and files may be named at once; old versions offer them on no match only.
            if compopt -o filenames 2>/dev/null; then
                local IFS=$'\\n'
                COMPREPLY+=( $(compgen -f -- "$cur") )
            fi
            return
        fi
    fi
    case $kind in
        words) COMPREPLY=( $(compgen -W "$values" -- "$cur") ) ;;
        rule) COMPREPLY=( $(compgen -W "@RULES@" -- "$cur") ) ;;
        rules)
            reply=""
            [[ $cur == *,* ]] && reply="${cur%,*},"
            COMPREPLY=( $(compgen -P "$reply" -W "@RULES@ ALL" -- "${cur##*,}") )
            ;;
    esac
}
complete -o bashdefault -o default -F _medlint medlint
"""


def _bash() -> str:
    options: list[str] = []
    flags: list[str] = []
    positionals: list[str] = []
    for command in COMMANDS:
        taken = arguments_of(command)
        for one in taken:
            if one.flags and one.kind != "nothing":
                cases = "|".join(f'"{command} {flag}"' for flag in one.flags)
                options.append(
                    f'        {cases}) kind={one.kind} values="{" ".join(one.words)}" ;;'
                )
        every = " ".join(flag for one in taken for flag in one.flags)
        flags.append(f'            {command}) values="{every}" ;;')
        positional = _positional(taken)
        if positional is not None:
            words = " ".join(positional.words)
            positionals.append(f'            {command}) kind={positional.kind} values="{words}" ;;')
    return _filled(
        _BASH,
        COMMANDS_CASE="|".join(COMMANDS),
        COMMANDS=" ".join(COMMANDS),
        OPTIONS=_joined(options),
        FLAGS=_joined(flags),
        POSITIONALS=_joined(positionals),
        RULES=" ".join(_rule_words()),
    )


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _filled(template: str, **parts: str) -> str:
    for name, part in parts.items():
        template = template.replace(f"@{name}@", part)
    return template


# zsh -----------------------------------------------------------------------------------

_ZSH = """\
#compdef medlint
# Completion of medlint for zsh, made by: medlint completion zsh
_medlint_words=(@RULES@)
_medlint_one_rule() { compadd -a _medlint_words }
_medlint_some_rules() { _sequence compadd - $_medlint_words ALL }
@FUNCTIONS@
_medlint() {
  local -a commands
  if (( CURRENT > 2 )); then
    case $words[2] in
      (@COMMANDS_CASE@)
        local command=$words[2]
        shift words
        (( CURRENT-- ))
        _medlint_command_$command
        return
        ;;
    esac
  elif [[ $PREFIX != -* ]]; then
    commands=(
@COMMANDS@    )
    _describe -t commands 'command' commands
    _files
    return
  fi
  _medlint_command_check
}
if [[ $funcstack[1] == _medlint ]]; then
  _medlint "$@"
else
  compdef _medlint medlint
fi
"""
_ZSH_ACTIONS = {
    "rule": "_medlint_one_rule",
    "rules": "_medlint_some_rules",
    "file": "_files",
    "folder": "_files -/",
    "text": " ",
}


def _zsh() -> str:
    functions = []
    for command in COMMANDS:
        specs = [_quoted(spec) for one in arguments_of(command) for spec in _zsh_specs(one)]
        lines = "".join(f" \\\n    {spec}" for spec in specs)
        functions.append(f"_medlint_command_{command}() {{\n  _arguments -s -S{lines}\n}}")
    described = [f"      {_quoted(f'{command}:{does}')}" for command, does in COMMANDS.items()]
    return _filled(
        _ZSH,
        RULES=" ".join(_rule_words()),
        FUNCTIONS="\n".join(functions),
        COMMANDS_CASE="|".join(COMMANDS),
        COMMANDS=_joined(described),
    )


def _zsh_specs(one: Argument) -> Iterator[str]:
    """The specifications of an argument, one for each way of writing it."""
    action = f"({' '.join(one.words)})" if one.kind == "words" else _ZSH_ACTIONS.get(one.kind, "")
    if not one.flags:
        yield f"*:{_zsh_escaped(one.help)}:{action}"
        return
    for flag in one.flags:
        others = f"({' '.join(one.flags)})" if len(one.flags) > 1 else ""
        takes = "" if one.kind == "nothing" else f":{one.kind}:{action}"
        equals = "=" if takes and flag.startswith("--") else ""
        repeated = "*" if one.kind == "rules" else ""
        yield f"{others}{repeated}{flag}{equals}[{_zsh_escaped(one.help)}]{takes}"


def _zsh_escaped(text: str) -> str:
    for character in "\\:[]":
        text = text.replace(character, f"\\{character}")
    return text


def _quoted(text: str) -> str:
    """The text as one word for zsh."""
    return "'" + text.replace("'", "'\\''") + "'"


# fish ----------------------------------------------------------------------------------

_FISH = """\
# Completion of medlint for fish, made by: medlint completion fish
function __medlint_command
    set -l words (commandline -opc)
    if set -q words[2]; and contains -- $words[2] @COMMANDS@
        echo $words[2]
    else
        echo check
    end
end
function __medlint_is
    test (__medlint_command) = $argv[1]
end
function __medlint_is_first
    test (count (commandline -opc)) -eq 1
end
function __medlint_rules
    printf '%s\\n' @RULES@
end
complete -c medlint -e
@COMPLETIONS@"""


def _fish() -> str:
    lines = [
        f"complete -c medlint -n __medlint_is_first -a {command} -d {_fish_quoted(does)}"
        for command, does in COMMANDS.items()
    ]
    for command in COMMANDS:
        start = f"complete -c medlint -n '__medlint_is {command}'"
        taken = arguments_of(command)
        positional = _positional(taken)
        if positional is None or positional.kind in {"words", "rule"}:
            lines.append(f"{start} -f{_fish_values(positional)}")
        for one in taken:
            if one.flags:
                flags = "".join(_fish_flag(flag) for flag in one.flags)
                does = _fish_quoted(one.help)
                lines.append(f"{start}{flags}{_fish_values(one, option=True)} -d {does}")
    return _filled(
        _FISH,
        COMMANDS=" ".join(COMMANDS),
        RULES=" ".join(_rule_words()),
        COMPLETIONS=_joined(lines),
    )


def _fish_flag(flag: str) -> str:
    return f" -l {flag[2:]}" if flag.startswith("--") else f" -s {flag[1:]}"


def _fish_values(one: Argument | None, *, option: bool = False) -> str:
    if one is None or one.kind == "nothing":
        return ""
    required = " -x" if option else ""
    if one.kind == "words":
        return f"{required} -a {_fish_quoted(' '.join(one.words))}"
    if one.kind == "rule":
        return f"{required} -a '(__medlint_rules)'"
    if one.kind == "rules":
        return f"{required} -a '(__fish_complete_list , __medlint_rules)'"
    if one.kind == "folder":
        return f"{required} -a '(__fish_complete_directories)'"
    return (" -r" if one.kind == "file" else " -x") if option else ""


def _fish_quoted(text: str) -> str:
    """The text as one word for fish."""
    for character in "\\'":
        text = text.replace(character, f"\\{character}")
    return f"'{text}'"


_SCRIPTS: dict[str, Callable[[], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
