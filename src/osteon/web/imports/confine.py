"""A process that may do little: read a file, write beside it, and end in time.

The limits are those of the kernel where it has them. Besides, an audit hook, which cannot be taken
off again, refuses connections, other programs and files elsewhere.
"""

import ctypes
import math
import resource
import sys
from pathlib import Path

CPU_SECONDS = 120
MEMORY_BYTES = 4 * 1024**3
FILE_BYTES = 1024**3
OPEN_FILES = 256
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
WRITES = frozenset("wax+")
REFUSED = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ftplib.",
    "smtplib.", "urllib.", "ctypes.",
)  # fmt: skip


class ConfinedError(RuntimeError):
    """Something that this process may not do."""


def confine(folder: Path, *, cpu_seconds: int = CPU_SECONDS, memory: int = MEMORY_BYTES) -> None:
    """Take from this process all that parsing a file does not need.

    Parameters
    ----------
    folder : Path
        The only place where it may write.
    cpu_seconds, memory : int
        What it may use up: further seconds of the processor, bytes of memory.
    """
    libc = ctypes.CDLL(None)
    if libc.unshare(CLONE_NEWNET) != 0:
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = math.ceil(used.ru_utime + used.ru_stime)
    for limit, value in (
        (resource.RLIMIT_CPU, spent + cpu_seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    place = str(folder.resolve())

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(REFUSED):
            raise ConfinedError(event)
        if event == "open" and _writes(arguments) and not _is_in(arguments[0], place):
            raise ConfinedError(event)

    sys.addaudithook(refuse)


def _writes(arguments: tuple[object, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return not WRITES.isdisjoint(mode)
    return isinstance(flags, int) and bool(flags & 0b11)


def _is_in(path: object, place: str) -> bool:
    if isinstance(path, int):
        return True
    name = path.decode() if isinstance(path, bytes) else str(path)
    return Path(name).resolve().is_relative_to(place)
