"""To which addresses may the service talk?

Whoever may register a webhook must not reach through the service what only the service can reach.
Names are resolved once, every address is looked at, and the connection goes to the address that was
looked at, so that a name cannot change its mind in between.
"""

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses as networks without IPv4 write them (RFC 6052)."""


class RefusedAddressError(ValueError):
    """This webhook may not be called; the message says why."""


def sound_url(url: str, *, allow_private: bool) -> SplitResult:
    """A URL's parts.

    Raises
    ------
    RefusedAddressError
        When it is no https URL (or http, where private addresses are allowed), or carries a
        password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise RefusedAddressError(f"{url!r} is no URL") from wrong
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        raise RefusedAddressError("a webhook's URL begins with https://")
    if not parts.hostname or parts.username or parts.password or port == 0:
        raise RefusedAddressError("a webhook's URL names a host, and neither user nor password")
    return parts


def allowed_address(url: str, *, allow_private: bool) -> str:
    """The IP address to connect to.

    Raises
    ------
    RefusedAddressError
        When the host is unknown, or any of its addresses is private, loopback, link-local,
        multicast or reserved.
    """
    parts = sound_url(url, allow_private=allow_private)
    assert parts.hostname is not None
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise RefusedAddressError(f"the host {parts.hostname!r} is not known") from unknown
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not allow_private:
        for address in addresses:
            if not _is_public(address):
                raise RefusedAddressError(
                    f"the host {parts.hostname!r} has an address that is not public"
                )
    return addresses[0]


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        translated = (
            ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else None
        )
        inner = (
            address.ipv4_mapped
            or address.sixtofour
            or (address.teredo or (None, None))[1]
            or translated
        )
        if inner is not None:
            return _is_public(str(inner))
    return address.is_global and not address.is_multicast
