"""Where the classroom listens, and by which address a room of learners reaches it."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from autograder.classroom.server import Address
from autograder.errors import InputError

__all__ = ["address_of", "is_of_this_machine_alone", "own_address"]

#: An address of nobody (RFC 5737): one asks by which way it would be reached, and sends nothing.
_NOBODY = ("192.0.2.1", 9)


def address_of(
    host: str,
    port: int,
    public_url: str,
    root_path: str,
    proxies: Sequence[str],
    own: Callable[[], str] | None = None,
) -> tuple[Address, str]:
    """
    Return where to listen, and what links begin with.

    Args:
        own: Returns this machine's address in its network; :func:`own_address`, unless given. Links
            begin with it if the server listens everywhere and no public URL says better.

    Raises:
        InputError: If it can't be told how learners reach the server, or by no address at all.
    """
    root = "/" + root_path.strip("/") if root_path.strip("/") else ""
    given = _read(public_url)
    reached = host
    if not public_url and host in ("0.0.0.0", "::"):  # noqa: S104 - links need another address
        # Who listens by IPv6 alone is not reached by the address that is told, which is of IPv4.
        reached = "" if host == "::" else (own or own_address)()
        if not reached:
            raise InputError(
                f"--host {host} listens everywhere, and this machine's address in its network can't be "
                f"told; say how learners reach it: --public-url http://NAME:{port}"
            )
    if public_url and given.path.strip("/") and not root:
        root = "/" + given.path.strip("/")
    shown = f"[{reached}]" if ":" in reached else reached
    begin = f"{given.scheme}://{given.netloc}" if public_url else f"http://{shown}:{port}"
    names = map(_as_sent, (given.hostname or reached, host, "localhost", "127.0.0.1"))
    return Address(host, port, tuple(dict.fromkeys(names)), root, proxies), begin + root


def _read(public_url: str) -> SplitResult:
    """
    Return the parts of *public_url*, which may be empty.

    Raises:
        InputError: If it is no address of a page.
    """
    with contextlib.suppress(ValueError):  # No address has such brackets, or such a port.
        given = urlsplit(public_url)
        is_port = given.port is None or given.port > 0
        if not public_url or (given.scheme in ("http", "https") and given.hostname and is_port):
            return given
    raise InputError(f"--public-url: {public_url!r} is no address; write it as https://host")


def _as_sent(host: str) -> str:
    """*host* as browsers name it to the server: in small letters, and in brackets if it is of IPv6."""
    return f"[{host}]" if ":" in host else host.lower()


def own_address() -> str:
    """Return this machine's address in the network that it is in; empty if it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(_NOBODY)
        except OSError:
            return ""
        found = str(way.getsockname()[0])
    return "" if ip_address(found).is_unspecified else found


def is_of_this_machine_alone(link: str) -> bool:
    """Tell whether *link* leads back to whichever machine opens it."""
    host = urlsplit(link).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
