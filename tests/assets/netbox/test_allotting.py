"""The next free addresses of a prefix: which they are, and that nobody gets one twice."""

from ipaddress import ip_interface, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.netbox.domain.free import free_addresses
from tests.assets.netbox.conftest import Caller


@given(
    length=st.integers(26, 32),
    taken=st.sets(st.integers(0, 63), max_size=40),
    most=st.integers(0, 70),
    pool=st.booleans(),
)
def test_what_is_free_is_inside_not_taken_and_lowest_first(length: int, taken: set[int], most: int, pool: bool) -> None:
    network = ip_network(f"10.7.0.0/{length}")
    used = {str(network.network_address + n) for n in taken}
    found = [ip_interface(text) for text in free_addresses(str(network), used, most, pool=pool)]
    usable = set(network) if pool or length >= 31 else set(network) - {network[0], network[-1]}
    expected = sorted(usable - {ip_interface(text).ip for text in used})[:most]
    assert [one.ip for one in found] == expected
    assert all(one.network == network for one in found)


@pytest.mark.anyio
async def test_addresses_are_taken_one_after_another_until_none_is_left(netbox: Caller) -> None:
    prefix = await netbox.make("ipam/prefixes/", {"prefix": "10.9.0.0/29"})
    path = f"ipam/prefixes/{prefix['id']}/available-ips/"
    assert [one["address"] for one in await netbox.get(f"{path}?limit=2")] == ["10.9.0.1/29", "10.9.0.2/29"]
    await netbox.make("ipam/ip-addresses/", {"address": "10.9.0.2/29"})
    assert (await netbox.make(path, {"description": "máy in"}))["address"] == "10.9.0.1/29"
    assert [one["address"] for one in await netbox.make(path, [{}, {}])] == ["10.9.0.3/29", "10.9.0.4/29"]
    refused = await netbox("POST", path, [{}, {}, {}])
    assert (refused.status_code, "insufficient" in refused.json()["detail"]) == (409, True)
    assert (await netbox.get("ipam/ip-addresses/"))["count"] == 4
    assert (await netbox("GET", "ipam/prefixes/999999/available-ips/")).status_code == 404
