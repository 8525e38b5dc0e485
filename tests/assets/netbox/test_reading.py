"""Lists: pages, forms of answers, filters with their lookups, the root, the schema, and what other clients ask."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.assets.netbox.domain.types import TYPES
from tests.assets.netbox.conftest import Caller, device

pytestmark = pytest.mark.anyio
Catalogue = dict[str, int]


@pytest.fixture
async def devices(netbox: Caller, catalogue: Catalogue) -> list[dict[str, Any]]:
    names = ["pc-1", "pc-2", "pc-10", "Máy in A", None, "may_in b%"]
    serials = ["AB1", "ab2", "", "X", "", "AB10"]
    return list(
        await netbox.make(
            "dcim/devices/",
            [
                device(catalogue, name=name, serial=serial, status="active" if at % 2 else "offline")
                for at, (name, serial) in enumerate(zip(names, serials, strict=True))
            ],
        )
    )


async def names(netbox: Caller, query: str) -> list[str | None]:
    return [line["name"] for line in (await netbox.get(f"dcim/devices/?{query}"))["results"]]


async def test_pages_have_neighbours_and_keep_the_question(netbox: Caller, devices: Any) -> None:
    page = await netbox.get("dcim/devices/?limit=2&status=active&status=offline")
    assert (page["count"], page["previous"]) == (6, None)
    assert page["next"] == "https://testserver/netbox/api/dcim/devices/?status=active&status=offline&limit=2&offset=2"
    last = await netbox.get("dcim/devices/?limit=2&offset=4")
    assert (last["next"], len(last["results"])) == (None, 2)
    assert (await netbox.get("dcim/devices/?offset=99"))["results"] == []
    assert len((await netbox.get("dcim/devices/?limit=junk"))["results"]) == 6


async def test_a_cursor_counts_nothing(netbox: Caller, devices: Any) -> None:
    page = await netbox.get("dcim/devices/?start=0&limit=4")
    assert (page["count"], len(page["results"])) == (None, 4)
    assert page["next"].endswith(f"start={devices[3]['id'] + 1}&limit=4")
    assert (await netbox("GET", "dcim/devices/?start=0&ordering=name")).status_code == 400


async def test_short_forms_and_chosen_fields(netbox: Caller, devices: Any) -> None:
    [brief] = (await netbox.get("dcim/devices/?name=pc-1&brief=1"))["results"]
    assert list(brief) == ["id", "url", "display", "name", "description"]
    [chosen] = (await netbox.get("dcim/devices/?name=pc-1&fields=id,name"))["results"]
    assert chosen == {"id": devices[0]["id"], "name": "pc-1"}
    [whole] = (await netbox.get("dcim/devices/?name=pc-1&exclude=config_context"))["results"]
    assert "config_context" not in whole
    assert whole["name"] == "pc-1"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name=PC-1", ["pc-1"]),
        ("name=pc-1&name=pc-2", ["pc-1", "pc-2"]),
        ("name__ic=PC", ["pc-1", "pc-2", "pc-10"]),
        ("name__isw=pc-1", ["pc-1", "pc-10"]),
        ("name__iew=0", ["pc-10"]),
        ("name__ic=%25", ["may_in b%"]),
        ("name__n=pc-1&name__nic=may&name__nic=m%C3%A1y&name__empty=false", ["pc-2", "pc-10"]),
        ("name__empty=true", [None]),
        ("serial__ie=AB2", ["pc-2"]),
        ("serial=ab2", ["pc-2"]),
        ("serial__regex=^AB%5Cd$", ["pc-1"]),
        ("status__n=active&name__isw=pc", ["pc-1", "pc-10"]),
        ("q=may in a", ["Máy in A"]),
        ("q=MÁY IN A", ["Máy in A"]),
        ("site=Kho Huyện&name=pc-1", ["pc-1"]),
        ("manufacturer=hp&name=pc-1", ["pc-1"]),
        ("model=m252&name=pc-1", ["pc-1"]),
        ("rack=null&name=pc-1", ["pc-1"]),
        ("has_primary_ip=true", []),
        ("ordering=-name&name__isw=pc", ["pc-10", "pc-2", "pc-1"]),
        ("ordering=nonsense&name__isw=pc", ["pc-1", "pc-2", "pc-10"]),
    ],
)
async def test_filters(netbox: Caller, devices: Any, query: str, found: list[str]) -> None:
    assert await names(netbox, query) == found


async def test_search_finds_by_role_and_place_too(netbox: Caller, devices: Any) -> None:
    assert len(await names(netbox, "q=máy in")) == 6  # the role of all of them
    assert len(await names(netbox, "q=kho huyen")) == 6
    assert await names(netbox, "q=photocopy") == []


async def test_a_filter_nobody_knows_is_told_and_refused_when_asked(netbox: Caller, devices: Any) -> None:
    answer = await netbox("GET", "dcim/devices/?id__in=1&name=pc-1")
    assert (answer.json()["count"], "id__in" in answer.headers["warning"]) == (1, True)
    strict = await netbox("GET", "dcim/devices/?id__in=1", x_strict_filters="1")
    assert (strict.status_code, strict.json()) == (400, {"id__in": ["Unknown filter field."]})
    wrong = await netbox("GET", "dcim/devices/?site=no-such")
    assert wrong.json() == {"site": ["Select a valid choice. no-such is not one of the available choices."]}
    assert (await netbox("GET", "dcim/devices/?id=x")).status_code == 400
    flag = await netbox("GET", "dcim/interfaces/?enabled__ic=true")
    assert (flag.status_code, "enabled__ic" in flag.headers["warning"]) == (200, True)


@pytest.mark.parametrize("query", ["name__regex=[", "name=%00", "name__ic=a%00b"])
async def test_what_the_database_cannot_read_is_the_clients_error(netbox: Caller, devices: Any, query: str) -> None:
    answer = await netbox("GET", f"dcim/devices/?{query}")
    assert (answer.status_code, bool(answer.json()["detail"])) == (400, True)


async def test_below_a_region_is_in_it(netbox: Caller, catalogue: Catalogue, devices: Any) -> None:
    top = await netbox.make("dcim/regions/", {"name": "Long An", "slug": "long-an"})
    below = await netbox.make("dcim/regions/", {"name": "Huyện Đức Hòa", "slug": "huyen-duc-hoa", "parent": top["id"]})
    await netbox("PATCH", f"dcim/sites/{catalogue['site']}/", {"region": below["id"]})
    assert len(await names(netbox, "region=long-an")) == 6
    assert [r["id"] for r in (await netbox.get("dcim/regions/?slug=Huyện Đức Hòa"))["results"]] == [below["id"]]


ORACLE = {
    "ic": lambda name, text: text.upper() in name.upper(),
    "isw": lambda name, text: name.upper().startswith(text.upper()),
    "iew": lambda name, text: name.upper().endswith(text.upper()),
    "ie": lambda name, text: name.upper() == text.upper(),
}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=st.text(st.sampled_from("aAbBpc-1 %_\\0"), min_size=1, max_size=4), lookup=st.sampled_from(sorted(ORACLE)))
async def test_lookups_do_what_their_names_say(netbox: Caller, devices: Any, text: str, lookup: str) -> None:
    answer = await netbox.client.get(
        "/netbox/api/dcim/devices/", params={f"name__{lookup}": text}, headers=netbox.headers
    )
    found = {line["name"] for line in answer.json()["results"]}
    assert found == {d["name"] for d in devices if d["name"] and ORACLE[lookup](d["name"], text)}


async def test_the_root_the_status_and_the_options(netbox: Caller) -> None:
    root = await netbox("GET", "")
    assert root.headers["api-version"] == "4.7"
    assert root.json()["dcim"] == "https://testserver/netbox/api/dcim/"
    assert (await netbox.get("dcim/"))["devices"] == "https://testserver/netbox/api/dcim/devices/"
    assert (await netbox.get("status/"))["netbox-version"] == "4.7.3"
    assert "assets" in {plugin["name"] for plugin in await netbox.get("plugins/installed-plugins/")}
    described = (await netbox("OPTIONS", "dcim/devices/")).json()["actions"]["POST"]
    assert {"value": "active", "display_name": "Active"} in described["status"]["choices"]
    assert described["site"]["required"] is True
    moved = await netbox.client.get("/netbox/api/dcim/sites?name=x", headers=netbox.headers)
    assert (moved.status_code, moved.headers["location"]) == (
        301,
        "https://testserver/netbox/api/dcim/sites/?name=x",
    )


async def test_the_schema_names_every_filter_and_is_small(netbox: Caller) -> None:
    answer = await netbox("GET", "schema/?format=json")
    schema = answer.json()
    assert len(answer.content) < 1_000_000
    assert schema["info"]["version"].startswith("4.7")
    known = {p["name"] for p in schema["paths"]["/api/dcim/devices/"]["get"]["parameters"]}
    assert {"site", "site_id", "name__ic", "has_primary_ip", "limit", "region", "tag"} <= known
    assert "/api/virtualization/virtual-machines/" in schema["paths"]


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.key)
async def test_every_list_and_every_filter_of_the_schema_is_answered(netbox: Caller, kind: Any) -> None:
    from plugins.assets.netbox.schema import filter_names

    path = f"{kind.app}/{kind.path}/"
    assert (await netbox.get(path))["results"] == []
    for name in filter_names(kind):
        answer = await netbox("GET", f"{path}?{name}=1")
        assert answer.status_code in {200, 400}, (name, answer.text)
        assert "warning" not in answer.headers, name


async def test_what_an_inventory_of_ansible_asks(netbox: Caller, devices: Any) -> None:
    everything = "site-groups sites regions locations tenants racks device-roles device-types manufacturers platforms"
    apps = {"tenants": "tenancy", "clusters": "virtualization", "services": "ipam"}
    for path in (*everything.split(), "clusters", "services"):
        assert "results" in await netbox.get(f"{apps.get(path, 'dcim')}/{path}/?limit=0")
    page = await netbox.get("dcim/devices/?limit=0&exclude=config_context")
    assert len(page["results"]) == 6
    assert (await netbox.get("virtualization/virtual-machines/?limit=0"))["results"] == []
    ids = "&".join(f"device_id={d['id']}" for d in devices)
    assert (await netbox.get(f"dcim/interfaces/?limit=0&{ids}"))["count"] == 0
    assert (await netbox.get(f"ipam/ip-addresses/?limit=0&assigned_to_interface=true&{ids}"))["count"] == 0


async def test_a_list_costs_few_statements(netbox: Caller, devices: Any, count_queries: Any) -> None:
    with count_queries() as sent:
        await netbox.get("dcim/devices/?limit=1000")
        await asyncio.sleep(0)  # the driver tells its loggers a moment later
    # who, which ones, the page
    assert len([statement for statement in sent if "savepoint" not in statement.lower()]) == 3
