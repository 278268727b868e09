"""Words on what the system refused to do with a file: which file, why, and how to fix that."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterable

from autograder.errors import Say
from autograder.files import quoted
from autograder.languages import Words, mark
from autograder.workspace import ProgressFile

__all__ = ["refusal", "unsaved"]


def _numbers(*names: str) -> frozenset[int]:
    """The numbers of the errors with these *names*; no system has all of them."""
    return frozenset(getattr(errno, name) for name in names if hasattr(errno, name))


# Errors by their numbers, why they occur, and how to fix that.
_KINDS: Iterable[tuple[frozenset[int], str, str]] = (
    (
        _numbers("ENOSPC"),
        mark("no space is left on that disk"),
        mark("make some there"),
    ),
    (
        _numbers("EDQUOT"),
        mark("your quota of that disk is used up, so no space is left for you"),
        mark("delete something of yours there, or ask whoever runs this machine for more"),
    ),
    (
        _numbers("EFBIG"),
        mark("the file would be larger than files may be here, so there is no space for it"),
        mark("have that limit raised (`ulimit -f` shows it)"),
    ),
    (
        _numbers("EROFS"),
        mark("that disk can only be read"),
        mark("copy the folder to where you may write, and go on there"),
    ),
    (
        _numbers("EACCES", "EPERM"),
        mark("you have no right to do so there"),
        mark("look at whose it is (`ls -ld` shows it), or go on in a copy of your own"),
    ),
    (
        _numbers("EIO", "ENXIO", "ENODEV", "EREMOTEIO", "EUCLEAN", "EBADMSG"),
        mark("the disk does not do what it should ({system})"),
        mark("see whether it is still connected, and copy what is on it"),
    ),
    (
        _numbers(
            "ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ENOLINK",
            "ETIMEDOUT", "ECONNRESET", "ECONNABORTED", "ECONNREFUSED", "EREMCHG", "ECOMM", "ENONET",
        ),
        mark("the disk is on another machine, which does not answer ({system})"),
        mark("connect to it again, or go on in a copy on this machine"),
    ),
    (
        _numbers("EBUSY", "ETXTBSY", "EAGAIN", "EWOULDBLOCK", "EDEADLK", "ENOLCK"),
        mark("another program holds it ({system})"),
        mark("end that one, or wait for it"),
    ),
    (
        _numbers("EMFILE", "ENFILE"),
        mark("too many files are open"),
        mark("end other programs"),
    ),
    (
        _numbers("ENOMEM", "ENOBUFS"),
        mark("no memory is left"),
        mark("end other programs"),
    ),
    (
        _numbers("ENAMETOOLONG"),
        mark("its name is too long"),
        mark("go on in a folder with a shorter path"),
    ),
    (
        _numbers("ENOENT", "ENOTDIR", "EISDIR", "EEXIST", "ELOOP", "ENOTEMPTY"),
        mark("something is missing or in the way there ({system})"),
        mark("see whether its folder is still where it was, or choose another"),
    ),
)  # fmt: skip
_ANY = mark("the system refuses ({system})"), mark("look at the file and its folder")


def refusal(error: OSError, say: Say) -> str:
    """Return a sentence on the file that could not be written or read, why, and how to fix that."""
    error = _first(error)
    why, mend = _cause(error, say)
    if not isinstance(error.filename, str | bytes):
        return say("Something that is needed can't be had: {why}; {mend}.", why=why, mend=mend)
    path = error.filename
    name = quoted(path if isinstance(path, str) else path.decode("utf-8", "replace"))
    return say("{path} can't be written or read: {why}; {mend}.", path=name, why=why, mend=mend)


def unsaved(file: ProgressFile, say: Words, *, again: str) -> str:
    """
    Return a sentence on why progress is not on disk, or an empty text if it is.

    Args:
        again: A sentence on when writing is tried again.
    """
    if file.trouble is None:
        return ""
    if isinstance(file.trouble, OSError):
        why, mend = _cause(_first(file.trouble), say)
    else:
        why, mend = say("another program holds it"), say("end that one, or wait for it")
    message = say(
        "Your progress could not be saved in {path}: {why}; {mend}.",
        path=quoted(file.path),
        why=why,
        mend=mend,
    )
    return f"{message} {again}"


def _cause(error: OSError, say: Say) -> tuple[str, str]:
    found = ((why, mend) for numbers, why, mend in _KINDS if error.errno in numbers)
    why, mend = next(found, _ANY)
    system = error.strerror or str(error) or type(error).__name__
    return say(why, system=system), say(mend)


def _first(error: OSError) -> OSError:
    """The error of the first file, if *error* is about several files that could not be copied."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        _, target, why = error.args[0][0]
        # shutil keeps only the text of that error.
        number = re.match(r"\[Errno (\d+)\] ([^:]*)", str(why))
        if number:
            return OSError(int(number[1]), number[2], str(target))
        return OSError(None, str(why), str(target))
    return error
