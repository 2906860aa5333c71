"""To whom the program speaks of its own accord: to hosts of the public network, and to no other.

An address typed by somebody, or a redirect, could lead to the machine itself, to its neighbours or
to a provider's metadata service. The name is resolved once, every address it has is judged, and
the connection is made to an address that was judged, so that a second answer of the name service
can not lead elsewhere.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings

Resolve = Callable[[str, int], list[str]]
Allow = Callable[[str], bool]

NOT_PUBLIC_4 = [
    ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by customers of one provider; metadata services as well
        "127.0.0.0/8",
        "168.63.129.16/32",  # the host of a virtual machine at one provider
        "169.254.0.0/16",  # link-local; metadata services
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",  # multicast, reserved, broadcast
    )
]
# Of IPv6 what is public is one block, without the parts of it that lead back to IPv4 or nowhere.
PUBLIC_6 = ip_network("2000::/3")
NOT_PUBLIC_6 = [
    ip_network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
]


class NameUnknown(Exception):
    """Raised where the name service knows no address for a host."""


class NotAllowed(Exception):
    """Raised for a host or port that the program does not speak to."""


def is_public_address(address: str) -> bool:
    """Say whether an address belongs to the public network."""
    try:
        judged = ip_address(address)
    except ValueError:
        return False
    if isinstance(judged, IPv4Address):
        return not any(judged in network for network in NOT_PUBLIC_4) and judged.is_global
    return _is_public_6(judged)


def _is_public_6(address: IPv6Address) -> bool:
    # Forms that carry an IPv4 address (mapped, 6to4, Teredo, NAT64) lie outside or are left out.
    is_in_the_block = address in PUBLIC_6 and address.scope_id is None
    return is_in_the_block and not any(address in network for network in NOT_PUBLIC_6)


def resolve(host: str, port: int) -> list[str]:
    """Return every address of a host. Raises `NameUnknown`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise NameUnknown(host) from problem
    return list(dict.fromkeys(str(address[4][0]) for address in found))


@dataclass(frozen=True, slots=True)
class Gate:
    """What is judged of a host before anything is sent to it.

    Only tests give another `resolve`, `allows` or other ports; no setting reaches the first two.
    """

    ports: frozenset[int] = field(
        default_factory=lambda: frozenset({80, 443, *settings.LINK_CHECK_PORTS})
    )
    resolve: Resolve = resolve
    allows: Allow = is_public_address

    def addresses_of(self, host: str, port: int) -> list[str]:
        """Return the addresses to connect to.

        Raises `NotAllowed` if the port, or any one address of the host, is not allowed, and
        `NameUnknown`.
        """
        if port not in self.ports:
            raise NotAllowed(f"port {port}")
        addresses = self.resolve(host, port)
        if not addresses:
            raise NameUnknown(host)
        for address in addresses:
            if not self.allows(address):
                raise NotAllowed(f"{host} leads into a private network")
        return addresses
