"""The program speaks to the public network alone, whatever form an address is written in."""

import pytest

from collections_app.link_checks.gate import (
    Gate,
    NameUnknown,
    NotAllowed,
    is_public_address,
    resolve,
)

INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0",  # noqa: S104
    "10.0.0.1", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16",
    "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.88.99.1",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
    "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1",
    "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::",
    "2002:a00:1::1", "5f00::1", "not an address", "", "127.1",
]  # fmt: skip
OUTSIDE = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::8a"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_that_is_not_public_is_not_spoken_to(address: str) -> None:
    assert not is_public_address(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_public_address_may_be_spoken_to(address: str) -> None:
    assert is_public_address(address)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "0x7f000001", "0", "::1"])
def test_this_machine_is_not_spoken_to_under_any_of_its_names(host: str) -> None:
    with pytest.raises((NotAllowed, NameUnknown)):
        Gate(resolve=resolve).addresses_of(host, 80)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    gate = Gate(resolve=lambda *_: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(NotAllowed):
        gate.addresses_of("both.example", 443)


@pytest.mark.parametrize("port", [22, 25, 6379, 8080, 5432])
def test_other_ports_are_not_spoken_to(port: int) -> None:
    gate = Gate(resolve=lambda *_: ["8.8.8.8"])
    with pytest.raises(NotAllowed, match=str(port)):
        gate.addresses_of("alive.example", port)


def test_an_operator_may_name_another_port_and_no_other_host(settings: object) -> None:
    settings.LINK_CHECK_PORTS = [8443]  # type: ignore[attr-defined]
    assert Gate(resolve=lambda *_: ["8.8.8.8"]).addresses_of("alive.example", 8443)
    with pytest.raises(NotAllowed):
        Gate(resolve=lambda *_: ["10.0.0.1"]).addresses_of("alive.example", 8443)


def test_a_host_without_an_address_is_unknown() -> None:
    with pytest.raises(NameUnknown):
        Gate(resolve=lambda *_: []).addresses_of("nowhere.example", 80)
