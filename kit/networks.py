"""Which network addresses lie in the open internet, and where a name leads."""

import ipaddress
import socket
from collections.abc import Callable, Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]

_CLOUDS_OWN = {ipaddress.ip_address("168.63.129.16")}  # looks like the open internet, answers inside a cloud
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_CARRYING_OTHERS = tuple(map(ipaddress.ip_network, ("::/96", "2002::/16", "2001::/32", "64:ff9b:1::/48")))
"""Old ways of carrying IPv4 in IPv6 (compatible, 6to4, Teredo), and a network's own NAT64."""


def resolved(host: str, port: int) -> Sequence[str]:
    """Every address the name leads to, in the order to try them; OSError for none.

    Numbers in any spelling (`127.1`, `0x7f000001`, `2130706433`) are resolved as the machine would.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_open(address: Address) -> bool:
    """Whether it lies in the open internet: not private, loopback, link-local, multicast or a cloud's own.

    An IPv4 address written inside an IPv6 one (mapped, or behind NAT64) is judged as itself.
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_open(address.ipv4_mapped)
        if address in _NAT64:
            return is_open(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(address in network for network in _CARRYING_OTHERS):
            return False
    return address.is_global and not address.is_multicast and address not in _CLOUDS_OWN
