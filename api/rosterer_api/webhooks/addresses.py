"""To which addresses may the service talk?

Whoever may register a webhook must not reach through the service what only the service can reach.
Names are resolved once, every address is looked at, and the connection goes to the address that was
looked at, so that a name cannot change its mind in between.
"""

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

import httpx
from anyio import CapacityLimiter, fail_after, to_thread

from rosterer_api.webhooks.ranges import is_public

_resolve = socket.getaddrinfo
RESOLVE_SECONDS = 5.0
MOST_RESOLVING = 64
"""Names looked up at one time; one that nobody answers for holds its thread a while longer."""


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
        httpx.URL(url)  # which will be called; it knows better what a host may be called
    except (ValueError, httpx.InvalidURL) as wrong:
        raise RefusedAddressError("this is no URL") from wrong
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        raise RefusedAddressError("a webhook's URL begins with https://")
    if not parts.hostname or "@" in parts.netloc or port == 0:
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
        found = _resolve(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise RefusedAddressError(f"the host {parts.hostname!r} is not known") from unknown
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not allow_private:
        for address in addresses:
            if not is_public(ipaddress.ip_address(address)):
                raise RefusedAddressError(
                    f"the host {parts.hostname!r} has an address that is not public"
                )
    return addresses[0]


class Resolver:
    """Looks names up, each for a limited time, and away from whoever waits for something else."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._limiter = CapacityLimiter(MOST_RESOLVING)

    async def address(self, url: str) -> str:
        """The IP address to connect to, as ``allowed_address`` finds it.

        Raises
        ------
        RefusedAddressError
            When it may not be called, or was not found in time.
        """
        try:
            with fail_after(RESOLVE_SECONDS):
                return await to_thread.run_sync(
                    lambda: allowed_address(url, allow_private=self._allow_private),
                    limiter=self._limiter,
                    abandon_on_cancel=True,
                )
        except TimeoutError as late:
            raise RefusedAddressError("the host was not found in time") from late
