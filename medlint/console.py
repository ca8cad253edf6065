"""The console of Windows, which obeys escape sequences only where it is told to."""

from __future__ import annotations

import sys

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

#: ``ENABLE_VIRTUAL_TERMINAL_PROCESSING`` of the Windows API.
_ESCAPES = 0x0004


def obey_escapes(stream: TextIO) -> bool:
    """Let the console of a stream obey colours and the like; whether it now does.

    Elsewhere than on Windows, and for a stream that goes to no console, nothing
    is done.
    """
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        try:
            handle = ctypes.c_void_p(msvcrt.get_osfhandle(stream.fileno()))
        except (OSError, ValueError):  # a stream without a file, or a closed one
            return False
        kernel = ctypes.WinDLL("kernel32")
        mode = ctypes.c_ulong()
        if kernel.GetConsoleMode(handle, ctypes.byref(mode)):
            return bool(kernel.SetConsoleMode(handle, mode.value | _ESCAPES))
    return False
