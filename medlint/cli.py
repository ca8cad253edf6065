"""The command line: which command is meant, and a promise never to show a traceback.

The commands themselves stand in :mod:`medlint.commands`; only the one that
runs is imported.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # medlint.typed is imported once the bundle is in use

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import NoReturn, TextIO

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_ERROR = 2
EXIT_INTERRUPTED = 130
EXIT_CLOSED_PIPE = 141


#: How many objects are made before Python first looks for garbage among them.
_YOUNG_OBJECTS = 100_000


def command() -> NoReturn:
    """What the command ``medlint`` is: :func:`main` in a process of its own.

    Three habits of Python take a third of a run on one post: to look for each
    module in every place where one may be; to look for garbage while modules are
    loaded, of which there is none; and to take everything apart before a process
    ends, which the system does at once.
    """
    import gc

    import medlint
    from medlint import bytecode

    medlint.owns_process = True
    gc.set_threshold(_YOUNG_OBJECTS, 20, 20)
    bytecode.use()
    code = main()
    if not _is_observed():
        bytecode.keep(_loaded_together)
    _leave(code)


def _loaded_together() -> Iterator[tuple[str, ...]]:
    from medlint.together import groups

    return groups()


def _leave(code: int) -> NoReturn:
    """End the process at once, if nobody wants to see how it ends."""
    if not _is_observed():
        import atexit

        try:
            # What others left to be done: logging, worker processes, measuring of coverage.
            atexit._run_exitfuncs()
            sys.stderr.flush()
            code = _flush(code)
        except (OSError, ValueError):  # a stream that is closed, of which nothing can be told
            code = code or EXIT_ERROR
        os._exit(code)
    sys.exit(code)


def _is_observed() -> bool:
    """Whether a debugger or profiler looks on, or a thread is still at work."""
    if sys.gettrace() is not None or sys.getprofile() is not None:
        return True
    monitoring = getattr(sys, "monitoring", None)  # since Python 3.12
    if monitoring is not None and any(map(monitoring.get_tool, range(6))):
        return True
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run medlint.

    Args:
        argv: The arguments, without the program's name; by default the process's own.

    Returns:
        The exit code: 0 clean, 1 findings, 2 wrong use, wrong settings or an
        error, 130 after Ctrl-C, 141 when the reader of the output has gone.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        _prepare_streams()
        code = _run(arguments)
        sys.stdout.flush()
    except SystemExit as leaving:
        # argparse leaves this way, after --help with 0 and after wrong use with 2.
        code = leaving.code if isinstance(leaving.code, int) else EXIT_ERROR
        code = _flush(code)
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    except BrokenPipeError:
        _abandon_stdout()
        code = EXIT_CLOSED_PIPE
    except Exception as error:  # the last resort, so that nobody is shown a traceback
        code = _last_words(error)
    return code


def _run(arguments: list[str]) -> int:
    from medlint.commands import COMMANDS

    word = arguments[0] if arguments else ""
    if word in COMMANDS and word != "check":
        from importlib import import_module

        return int(import_module(f"medlint.commands.{word}").run(arguments[1:]))
    from medlint.commands.check import run as run_check

    if word == "check":
        return run_check(arguments[1:], command="check")
    return run_check(arguments)


def _prepare_streams() -> None:
    """Make sure that any character can be written, and that there is somewhere to write."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Closed by the caller (`>&-`): Python then gives no stream at all.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # for good
        elif hasattr(stream, "reconfigure"):
            encoding = encoding_for(stream, sys.platform, os.environ)
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
            if sys.platform == "win32":
                from medlint.console import obey_escapes

                obey_escapes(stream)


def encoding_for(stream: TextIO, platform: str, environ: Mapping[str, str]) -> str | None:
    """The encoding for a stream, or ``None`` to leave the one that Python has chosen.

    What reads a pipe or a file on Windows takes it for UTF-8: CI services,
    editors, Git and pre-commit. Python before 3.15 writes the code page of the
    country there, unless it is told otherwise.
    """
    if platform != "win32" or "PYTHONIOENCODING" in environ:
        return None
    from medlint.terminal import is_terminal

    return None if is_terminal(stream) else "utf-8"


def _flush(code: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon_stdout()
        return EXIT_CLOSED_PIPE
    return code


def _abandon_stdout() -> None:
    """Keep Python from complaining, when it ends, of output that nobody reads."""
    try:
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, sys.stdout.fileno())
        os.close(descriptor)
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # for good


def _last_words(error: Exception) -> int:
    from medlint.commands.messages import report_error

    try:
        sys.stdout.flush()
    except OSError:
        _abandon_stdout()
    if isinstance(error, OSError):
        report_error(_system_error(error))
        return EXIT_ERROR
    if isinstance(error, MemoryError):
        report_error("there is not enough memory left to go on; --jobs 1 needs the least")
        return EXIT_ERROR
    place = ""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{os.path.basename(code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    report_error(
        f"medlint itself failed: {type(error).__name__}: {error} (at {place}); "
        "please report this line, and the post if you may"
    )
    return EXIT_ERROR


def _system_error(error: OSError) -> str:
    """What the system refused, and of what."""
    if error.filename is not None:
        return str(error)
    from errno import EFBIG, EIO, ENOSPC

    # Files are named where they cannot be written; only standard output has no name.
    if error.errno in {EFBIG, EIO, ENOSPC}:
        return f"the report cannot be written: {error.strerror}"
    if isinstance(error, FileNotFoundError):
        try:
            os.getcwd()
        except FileNotFoundError:
            return "the folder in which medlint was started is gone; change to one that is there"
    return str(error)
