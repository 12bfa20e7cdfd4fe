"""Which addresses does a webhook take for public, beside what the interpreter says of them?"""

import ipaddress
from collections.abc import Iterator

import pytest

from rosterer_api.webhooks import ranges
from rosterer_api.webhooks.ranges import ELSEWHERE_GLOBAL, is_public

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
FURTHER = (
    "100:0:0:1::/64",
    "100::/64",
    "192.0.0.9/32",
    "192.0.0.170/31",
    "2001:1::1/128",
    "2001:3::/32",
    "2001:4:112::/48",
    "2001:20::/28",
    "2001:30::/28",
    "64:ff9b:1::/48",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
)
MAPPED = ipaddress.ip_network("::ffff:0:0/96")


def borders() -> Iterator[Address]:
    """The first and last address of each range that anybody knows, and their neighbours."""
    texts = (
        *ranges.SPECIAL_V4,
        *ranges.SPECIAL_V6,
        *ranges.HOLDING_V4,
        *ELSEWHERE_GLOBAL,
        ranges.GLOBAL_V6,
        *FURTHER,
    )
    networks: list[Network] = [ipaddress.ip_network(text) for text in texts]
    for name in ("_IPv4Constants", "_IPv6Constants"):
        for attribute in ("_private_networks", "_private_networks_exceptions"):
            networks += getattr(getattr(ipaddress, name), attribute, [])
    for network in networks:
        first, last = int(network.network_address), int(network.broadcast_address)
        kind: type[Address] = type(network.network_address)
        for number in {first - 1, first, last, last + 1}:
            if 0 <= number < 1 << network.max_prefixlen:
                yield kind(number)


def test_nothing_is_public_that_the_interpreter_knows_to_be_private() -> None:
    for address in borders():
        if address not in MAPPED:
            assert address.is_global or not is_public(address), address


def test_all_else_is_public_but_for_ranges_whose_reason_is_known() -> None:
    known = [ipaddress.ip_network(text) for text in ELSEWHERE_GLOBAL]
    for address in borders():
        if address.is_global and not is_public(address):
            assert any(address in network for network in known), address


@pytest.mark.parametrize("holding", ["::ffff:{}", "64:ff9b::{}"])
def test_an_address_that_holds_another_is_judged_by_that(holding: str) -> None:
    assert is_public(ipaddress.ip_address(holding.format("8.8.8.8")))
    assert not is_public(ipaddress.ip_address(holding.format("10.0.0.1")))
    assert not is_public(ipaddress.ip_address(holding.format("127.0.0.1")))
