"""Put a finished folder in the place of an older one: a reader sees either, never half of one."""

import contextlib
import ctypes
import os
import shutil
from pathlib import Path

_CURRENT_DIRECTORY = -100  # AT_FDCWD: paths are relative to the working directory
_RENAME_EXCHANGE = 2


def replace_folder(finished: Path, target: Path) -> None:
    """Move a finished folder to its target, on the same file system; an older target goes.

    Where the operating system can exchange two folders in one step, it does. Elsewhere the older
    folder is set aside under a name that `restore_folder` knows, so that an interruption between
    the two moves loses nothing.
    """
    aside = _aside(target)
    _remove(aside)
    flush_folder(finished)
    if not target.exists():
        finished.rename(target)
    elif _exchange(finished, target):
        flush_folder(target.parent)
        _remove(finished)
    else:
        target.rename(aside)
        finished.rename(target)
    flush_folder(target.parent)
    _remove(aside)


def restore_folder(target: Path) -> None:
    """Bring back the folder that an interrupted replacement had set aside."""
    aside = _aside(target)
    if aside.is_dir() and not target.exists():
        aside.rename(target)


def flush_folder(folder: Path) -> None:
    """Wait until the entries of a folder are on the disk."""
    with contextlib.suppress(PermissionError):  # Windows opens no folders, and needs no flush
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def flush_file(path: Path) -> None:
    """Wait until the bytes of a file are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _exchange(first: Path, second: Path) -> bool:
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # not Linux
        return False
    paths = os.fsencode(first.absolute()), os.fsencode(second.absolute())
    outcome: int = renameat2(
        _CURRENT_DIRECTORY, paths[0], _CURRENT_DIRECTORY, paths[1], _RENAME_EXCHANGE
    )
    return outcome == 0


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.replaced")


def _remove(folder: Path) -> None:
    if folder.is_dir():
        shutil.rmtree(folder)
