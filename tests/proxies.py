"""nginx and Caddy as docs/classroom.md configures them, each a process of the test's own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PATIENCE", "PROXIES", "Proxy", "documented", "free_port", "is_installed", "running"]

#: Seconds that a busy machine may take for an answer.
PATIENCE = 90
DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "classroom.md"
#: nginx is no program of everybody's.
_PLACES = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))


@dataclass(frozen=True, slots=True)
class Proxy:
    """
    A proxy that listens.

    Attributes:
        origin: What addresses begin with, by TLS.
        trust: A file of the certificate by which it is known.
    """

    port: int
    origin: str
    trust: Path

    def context(self) -> ssl.SSLContext:
        """Trust in this proxy alone."""
        return ssl.create_default_context(cafile=str(self.trust))


def documented(language: str) -> str:
    """The block of that *language* in the document."""
    (block,) = re.findall(
        rf"^```{language}\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return str(block)


def is_installed(name: str) -> bool:
    """Whether that proxy can be run here, with all that its test needs."""
    needed = {"nginx": ("nginx", "openssl")}.get(name, (name,))
    return all(shutil.which(one, path=_PLACES) for one in needed)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(
    name: str, port: int, behind: int, folder: Path, change: Callable[[str], str] = str
) -> Iterator[Proxy]:
    """
    The proxy of that *name* in front of port *behind*, on a *port* of its own.

    Args:
        change: Changes the configuration that the document has.
    """
    command, environment, trust = PROXIES[name](change(documented(name)), port, behind, folder)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, **environment},
            start_new_session=True,
        )
    try:
        proxy = Proxy(port, f"https://localhost:{port}", trust)
        until = time.monotonic() + PATIENCE
        while not _is_up(proxy):
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < until, (folder / "log").read_text()
            time.sleep(0.05)
        yield proxy
    finally:
        # With its workers. Told to end, it would wait for streams of news to end.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _is_up(proxy: Proxy) -> bool:
    """Whether it has its certificate, too: Caddy listens before it has made one."""
    try:
        with socket.create_connection(("127.0.0.1", proxy.port), timeout=PATIENCE) as plain:
            proxy.context().wrap_socket(plain, server_hostname="localhost").close()
    except OSError:
        return False
    return True


_Started = tuple[list[str], dict[str, str], Path]


def _nginx(block: str, port: int, behind: int, folder: Path) -> _Started:
    certificate, key = folder / "own.pem", folder / "own.key"
    _self_signed(certificate, key)
    server = _filled(
        block,
        {
            "listen 443 ": f"listen 127.0.0.1:{port} ",
            "/etc/ssl/class.example.org.pem": str(certificate),
            "/etc/ssl/class.example.org.key": str(key),
            "server_name class.example.org": "server_name localhost",
            "127.0.0.1:8000": f"127.0.0.1:{behind}",
        },
    )
    kept = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{one}_temp_path {folder / one};" for one in kept)
    user = "user root;" if os.geteuid() == 0 else ""  # Its own could not read the test's folder.
    (folder / "nginx.conf").write_text(
        f"daemon off; {user} pid {folder / 'pid'}; error_log stderr;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{temporary}\n{server}}}\n"
    )
    program = shutil.which("nginx", path=_PLACES) or "nginx"
    configuration = ["-c", str(folder / "nginx.conf"), "-e", "stderr"]
    return [program, "-p", str(folder), *configuration], {}, certificate


def _caddy(block: str, port: int, behind: int, folder: Path) -> _Started:
    site = _filled(
        block, {"class.example.org {": "localhost {", "127.0.0.1:8000": f"127.0.0.1:{behind}"}
    )
    # Certificates of its own authority: nobody else is asked.
    own = ["admin off", "local_certs", "skip_install_trust", "auto_https disable_redirects"]
    own += [f"https_port {port}", "default_bind 127.0.0.1", f"storage file_system {folder}"]
    (folder / "Caddyfile").write_text("{\n" + "\n".join(own) + "\n}\n" + site)
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(folder))
    program = shutil.which("caddy", path=_PLACES) or "caddy"
    command = [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    return command, homes, folder / "pki" / "authorities" / "local" / "root.crt"


def _filled(block: str, places: dict[str, str]) -> str:
    for place, own in places.items():
        assert block.count(place) == 1, f"the document has {place!r} {block.count(place)} times"
        block = block.replace(place, own)
    return block


def _self_signed(certificate: Path, key: Path) -> None:
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-keyout", str(key), "-out", str(certificate), *names]
    subprocess.run(command, check=True, capture_output=True)


PROXIES: dict[str, Callable[[str, int, int, Path], _Started]] = {"nginx": _nginx, "caddy": _caddy}
