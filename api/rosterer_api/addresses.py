"""From which address does a request come?

``X-Forwarded-For`` is what anybody may write; it counts only as far as proxies that a setting names
have written it.
"""

import ipaddress
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import Scope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
SITE_BITS = 64
"""Whoever has one IPv6 address has these many bits of it to themselves."""


def networks_of(text: str) -> tuple[Network, ...]:
    """Addresses and networks, separated by commas.

    Raises
    ------
    ValueError
        When one is none.
    """
    found: list[Network] = []
    for word in filter(None, (part.strip() for part in text.split(","))):
        try:
            found.append(ipaddress.ip_network(word))
        except ValueError as wrong:
            message = f"trusted_proxies: {word!r} is no address or network, such as 10.0.0.5"
            raise ValueError(message) from wrong
    return tuple(found)


def address_of(scope: Scope, headers: Headers, proxies: Iterable[Network]) -> str:
    """The caller's address: what the nearest machine that is no trusted proxy is called by the
    proxy that it reached.
    """
    nearest = str(scope["client"][0]) if scope.get("client") else ""
    proxies = tuple(proxies)
    hops = [hop.strip() for text in headers.getlist("x-forwarded-for") for hop in text.split(",")]
    while hops and _is_within(nearest, proxies):
        further = _address(hops.pop())
        if further is None:
            break
        nearest = further
    return nearest


def is_secure(scope: Scope, headers: Headers, proxies: Iterable[Network]) -> bool:
    """Whether the caller's own connection is encrypted: this one, or that to a trusted proxy, which
    says so in ``X-Forwarded-Proto``.
    """
    if scope.get("scheme") == "https":
        return True
    nearest = str(scope["client"][0]) if scope.get("client") else ""
    said = headers.get("x-forwarded-proto", "").rpartition(",")[2].strip().lower()
    return said == "https" and _is_within(nearest, proxies)


def site_of(address: str) -> str:
    """Whom to count as one caller."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, SITE_BITS), strict=False))
    return str(found)


def _address(text: str) -> str | None:
    """An address as proxies write it, perhaps with a port; None when it is none."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def _is_within(address: str, networks: Iterable[Network]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return any((mapped or found) in network for network in networks)
