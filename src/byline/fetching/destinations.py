"""Which computers may be asked for a page: those of the public internet, unless private ones are allowed.

A page, or a name server, could otherwise send Byline to a computer that only this one can reach: a router,
a database, the place where a cloud hands out credentials (server-side request forgery). So the address is
looked up here, checked, and then connected to by its number: it can not be another one a moment later.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import httpcore

from byline.errors import FetchError

_EMBEDDED_V4 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""NAT64: the last four bytes are an IPv4 address (RFC 6052, RFC 8215)."""


def is_public(address: str) -> bool:
    """Say whether an IP address is of the public internet: not private, link-local, loopback or reserved.

    An IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64) is looked at as well.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner: list[ipaddress.IPv4Address | None] = []
    if isinstance(ip, ipaddress.IPv6Address):
        inner += [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if any(ip in network for network in _EMBEDDED_V4):
            inner.append(ipaddress.IPv4Address(ip.packed[-4:]))
    return all(
        each.is_global and not each.is_multicast and not each.is_reserved
        for each in (ip if not any(inner) else None, *inner)
        if each is not None
    )


class CheckedBackend(httpcore.NetworkBackend):
    """Opens connections to addresses that have been checked.

    Args:
        allow_private: whether addresses of one's own network may be asked too.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to ``host``, by the first of its addresses that lets itself be connected to.

        Raises:
            FetchError: the name has no address, or one that may not be asked.
        """
        failed: Exception | None = None
        for address in self._addresses(host, port):
            try:
                return self._sockets.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or FetchError(host, "the name has no address.", "Check how it is written.")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError(
                host, f"there is no computer of this name ({error}).", "Check the name, and the network."
            ) from error
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if self._allow_private:
            return addresses
        for address in addresses:
            if not is_public(address):
                raise FetchError(
                    host,
                    f"it has the address {address}, which is not of the public internet.",
                    "If it is a computer of your own, allow it with `--allow-private`.",
                )
        return addresses
