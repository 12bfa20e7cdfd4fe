"""Which addresses are those of anybody's machine on the Internet?

From the registries of IANA (IPv4 and IPv6 Special-Purpose Address, IPv6 Global Unicast and
Multicast), as they stood in 2026, and not from the interpreter, whose tables differ by version.
Whatever is not surely a public unicast address is not public.

A test walks the borders of all these ranges and of the interpreter's own, and knows every
difference. Public here and not for an older interpreter: an IPv4-mapped address is judged by the
address in it, since that is the one that is reached. Not public here although it is globally
reachable for an interpreter (``ELSEWHERE_GLOBAL``): what is no machine of anybody's, what leads to
an IPv4 address that is not looked at, and what nobody was given.
"""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

SPECIAL_V4 = (
    "0.0.0.0/8",  # this network, RFC 791
    "10.0.0.0/8",  # private use, RFC 1918
    "100.64.0.0/10",  # shared, RFC 6598
    "127.0.0.0/8",  # loopback, RFC 1122
    "169.254.0.0/16",  # link-local, RFC 3927
    "172.16.0.0/12",  # private use, RFC 1918
    "192.0.0.0/24",  # protocol assignments, RFC 6890; no webhook is at the anycast ones within
    "192.0.2.0/24",  # documentation, RFC 5737
    "192.31.196.0/24",  # AS112, RFC 7535
    "192.52.193.0/24",  # multicast tunnels, RFC 7450
    "192.88.99.0/24",  # 6to4 relays, RFC 7526
    "192.168.0.0/16",  # private use, RFC 1918
    "192.175.48.0/24",  # AS112, RFC 7534
    "198.18.0.0/15",  # benchmarking, RFC 2544
    "198.51.100.0/24",  # documentation, RFC 5737
    "203.0.113.0/24",  # documentation, RFC 5737
    "224.0.0.0/4",  # multicast, RFC 5771
    "240.0.0.0/4",  # reserved, RFC 1112; with the broadcast address
)
GLOBAL_V6 = "2000::/3"
"""All that IANA has given out as global unicast, RFC 4291."""
SPECIAL_V6 = (
    "2001::/23",  # protocol assignments, RFC 2928: Teredo, benchmarking, ORCHID and others
    "2001:db8::/32",  # documentation, RFC 3849
    "2002::/16",  # 6to4, RFC 3056: holds an IPv4 address
    "2620:4f:8000::/48",  # AS112, RFC 7534
    "3fff::/20",  # documentation, RFC 9637
)
HOLDING_V4 = (
    "::ffff:0:0/96",  # IPv4-mapped, RFC 4291
    "64:ff9b::/96",  # translated, RFC 6052
)
"""Whose last 32 bits are an IPv4 address that is really reached; the local-use translation prefix
64:ff9b:1::/48 (RFC 8215) is nobody's but the network's own.
"""
ELSEWHERE_GLOBAL = (
    "192.0.0.0/24",  # anycast of port control and of TURN, and space that older tables do not know
    "192.31.196.0/24",  # AS112 answers for names that do not exist, as do the next two
    "192.175.48.0/24",
    "2620:4f:8000::/48",
    "192.52.193.0/24",  # relays of multicast, 192.88.99.0/24 of 6to4: they pass on, and take none
    "192.88.99.0/24",
    "224.0.0.0/4",  # many receivers at once; the interpreter has another word for them
    "2001::/23",  # protocols, some of them anycast; older tables call a few of them private
    "2002::/16",  # leads to any IPv4 address, and is out of use
    "3fff::/20",  # documentation that older tables do not know
    "::/3",  # not given out, or for nobody; translation is judged by the address in it
    "4000::/2",  # not given out, with segment routing in 5f00::/16
    "8000::/1",  # not given out; link-local, site-local, unique local and multicast
)
"""Not public here, whatever the tables of an interpreter say."""
_SPECIAL_V4 = tuple(ipaddress.IPv4Network(text) for text in SPECIAL_V4)
_SPECIAL_V6 = tuple(ipaddress.IPv6Network(text) for text in SPECIAL_V6)
_HOLDING_V4 = tuple(ipaddress.IPv6Network(text) for text in HOLDING_V4)
_GLOBAL_V6 = ipaddress.IPv6Network(GLOBAL_V6)


def is_public(address: Address) -> bool:
    """Whether it is a public unicast address."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _SPECIAL_V4)
    if any(address in network for network in _HOLDING_V4):
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _GLOBAL_V6 and not any(address in network for network in _SPECIAL_V6)
