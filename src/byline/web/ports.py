"""The address and the port that a server takes: a free one, and whom it lets in."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import closing

from byline.errors import SettingsError


def free_port(host: str, port: int) -> int:
    """Return the port to serve on, which is ``port`` unless that is 0.

    Raises:
        SettingsError: it is taken, not permitted, or the address is not one of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind, protocol)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except PermissionError as error:
        raise SettingsError(
            f"port = {port}: only an administrator may serve on a port below 1024. "
            "Choose a higher one, such as --port 8000."
        ) from error
    except socket.gaierror as error:
        raise SettingsError(
            f"host = {host!r}: this is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all of them."
        ) from error
    except OSError as error:
        raise SettingsError(
            f"{host}, port {port}: it can not be served on ({error.strerror}). "
            "Stop the program that serves there already, or choose another port with --port."
        ) from error


def is_loopback(host: str) -> bool:
    """Whether an address to serve on can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
