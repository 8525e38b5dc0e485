"""Writes: all of a call or none, NetBox's words for what is wrong, rights by unit, the change log."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core import db
from tests.assets.netbox.conftest import Caller, device

pytestmark = pytest.mark.anyio
Catalogue = dict[str, int]

WRONG = [
    ("dcim/sites/", {"slug": "x"}, {"name": ["This field is required."]}),
    ("dcim/sites/", {"name": "", "slug": "x"}, {"name": ["This field may not be blank."]}),
    ("dcim/sites/", {"name": None, "slug": "x"}, {"name": ["This field may not be null."]}),
    ("dcim/sites/", {"name": "A", "slug": "x", "status": "odd"}, {"status": ["odd is not a valid choice."]}),
    (
        "dcim/sites/",
        {"name": "A" * 101, "slug": "x"},
        {"name": ["Ensure this field has no more than 100 characters."]},
    ),
    (
        "dcim/sites/",
        {"name": "A", "slug": "a b"},
        {"slug": ["Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."]},
    ),
    (
        "dcim/sites/",
        {"name": "A", "slug": "x", "region": 999999},
        {"region": ["Related object not found using the provided numeric ID: 999999"]},
    ),
    (
        "dcim/sites/",
        {"name": "A", "slug": "x", "region": {"slug": "no"}},
        {"region": ["Related object not found using the provided attributes: {'slug': 'no'}"]},
    ),
    (
        "dcim/sites/",
        {"name": "A", "slug": "x", "custom_fields": {"nope": 1}},
        {"custom_fields": ["Custom field 'nope' does not exist for this object type."]},
    ),
    ("ipam/vlans/", {"name": "A", "vid": "ten"}, {"vid": ["A valid integer is required."]}),
    (
        "ipam/ip-addresses/",
        {"address": "10.0.0.300/24"},
        {"address": ["Enter a valid IPv4 or IPv6 address and mask."]},
    ),
    ("dcim/mac-addresses/", {"mac_address": "zz"}, {"mac_address": ["Enter a valid MAC address."]}),
]


@pytest.mark.parametrize(("path", "body", "problems"), WRONG)
async def test_what_is_wrong_is_said_beside_its_field(netbox: Caller, path: str, body: Any, problems: Any) -> None:
    answer = await netbox("POST", path, body)
    assert (answer.status_code, answer.json()) == (400, problems)


async def test_the_same_name_twice_is_a_problem_of_its_field(netbox: Caller) -> None:
    await netbox.make("dcim/regions/", {"name": "Đức Hòa", "slug": "duc-hoa"})
    answer = await netbox("POST", "dcim/regions/", {"name": "Khác", "slug": "duc-hoa"})
    assert answer.json() == {"slug": ["region with this slug already exists."]}


async def test_a_call_with_one_wrong_object_makes_none(netbox: Caller) -> None:
    bodies = [{"name": f"Nhóm {n}", "slug": f"nhom-{n % 2}"} for n in range(3)]
    answer = await netbox("POST", "tenancy/tenant-groups/", bodies)
    assert answer.json() == {
        "detail": "1 of 3 objects could not be created.",
        "errors": [{"index": 2, "errors": {"slug": ["tenant group with this slug already exists."]}}],
    }
    assert (await netbox.get("tenancy/tenant-groups/"))["count"] == 0


async def test_devices_of_a_site_have_names_of_their_own_whatever_the_capitals(
    netbox: Caller, catalogue: Catalogue
) -> None:
    await netbox.make("dcim/devices/", device(catalogue, name="pc-1"))
    answer = await netbox("POST", "dcim/devices/", device(catalogue, name="PC-1"))
    assert answer.status_code == 400, answer.text


async def test_relations_are_named_by_id_or_by_attributes_and_answered_in_short_form(
    netbox: Caller, catalogue: Catalogue
) -> None:
    body = {"site": {"slug": "kho-huyen"}, "device_type": {"id": catalogue["device_type"]}, "role": catalogue["role"]}
    made = await netbox.make("dcim/devices/", body | {"name": "pc-1", "unknown_field": 1, "id": 5})
    assert made["site"]["name"] == "Kho huyện"
    assert made["device_type"]["manufacturer"]["slug"] == "hp"
    assert made["status"] == {"value": "active", "label": "Active"}
    assert made["url"] == f"https://testserver/netbox/api/dcim/devices/{made['id']}/"
    assert (made["asset_tag"], made["serial"], made["tags"], made["custom_fields"]) == (None, "", [], {})
    assert await netbox.get(f"dcim/devices/{made['id']}/") == made
    assert made["id"] != 5


async def test_custom_fields_merge_and_show_null_where_they_are_not_set(netbox: Caller, catalogue: Catalogue) -> None:
    for name, kind in (("warranty_until", "date"), ("floor", "integer")):
        await netbox.make("extras/custom-fields/", {"name": name, "type": kind, "object_types": ["dcim.device"]})
    one = await netbox.make("dcim/devices/", device(catalogue, name="a", custom_fields={"floor": 2}))
    two = await netbox.make("dcim/devices/", device(catalogue, name="b"))
    assert one["custom_fields"] == {"floor": 2, "warranty_until": None}
    path = f"dcim/devices/{one['id']}/"
    changed = await netbox("PATCH", path, {"custom_fields": {"warranty_until": "2019-05-01"}})
    assert changed.json()["custom_fields"] == {"floor": 2, "warranty_until": "2019-05-01"}
    wrong = await netbox("PATCH", path, {"custom_fields": {"floor": "two"}})
    assert wrong.json() == {"custom_fields": ["Invalid value for custom field 'floor': Value must be an integer."]}
    # a date that is not set is before no day
    found = await netbox.get("dcim/devices/?cf_warranty_until__lt=2020-01-01")
    assert [line["id"] for line in found["results"]] == [one["id"]]
    assert (await netbox.get("dcim/devices/?cf_floor__empty=true"))["results"][0]["id"] == two["id"]


async def test_tags_replace_the_set(netbox: Caller, catalogue: Catalogue) -> None:
    for name in ("a", "b"):
        await netbox.make("extras/tags/", {"name": name, "slug": name})
    made = await netbox.make("dcim/devices/", device(catalogue, name="x", tags=[{"slug": "a"}]))
    path = f"dcim/devices/{made['id']}/"
    assert [tag["slug"] for tag in (await netbox("PATCH", path, {"tags": [{"name": "b"}]})).json()["tags"]] == ["b"]
    assert [tag["slug"] for tag in (await netbox("PATCH", path, {"comments": "x"})).json()["tags"]] == ["b"]
    assert (await netbox("PATCH", path, {"tags": [{"slug": "no"}]})).status_code == 400


async def test_a_version_that_was_passed_is_refused(netbox: Caller) -> None:
    made = await netbox.make("dcim/regions/", {"name": "A", "slug": "a"})
    path = f"dcim/regions/{made['id']}/"
    tag = (await netbox("GET", path)).headers["etag"]
    assert tag == f'W/"{made["last_updated"]}"'
    refused = await netbox("PATCH", path, {"name": "B"}, if_match='W/"2001-01-01T00:00:00.000000Z"')
    assert (refused.status_code, refused.json()) == (412, {"detail": "Precondition failed."})
    assert (await netbox("PATCH", path, {"name": "B"}, if_match=tag)).status_code == 200


async def test_put_sets_what_is_left_out_to_its_default(netbox: Caller) -> None:
    made = await netbox.make("dcim/regions/", {"name": "A", "slug": "a", "description": "x"})
    put = await netbox("PUT", f"dcim/regions/{made['id']}/", {"name": "B", "slug": "a"})
    assert (put.json()["name"], put.json()["description"]) == ("B", "")


async def test_what_others_need_is_not_deleted(netbox: Caller, catalogue: Catalogue) -> None:
    made = await netbox.make("dcim/devices/", device(catalogue, name="x"))
    refused = await netbox("DELETE", f"dcim/sites/{catalogue['site']}/")
    assert (refused.status_code, refused.json()) == (
        409,
        {"detail": "Unable to delete object. Dependent objects were found: devices."},
    )
    assert (await netbox("DELETE", f"dcim/devices/{made['id']}/")).status_code == 204
    assert (await netbox("DELETE", f"dcim/sites/{catalogue['site']}/")).status_code == 204


async def test_every_change_is_logged_with_the_clients_words(netbox: Caller) -> None:
    made = await netbox.make("dcim/regions/", {"name": "A", "slug": "a", "changelog_message": "nhập lần đầu"})
    path = f"dcim/regions/{made['id']}/"
    await netbox("PATCH", path, {"name": "B"})
    await netbox("PATCH", path, {"name": "B"})  # nothing differs: no line
    await netbox("DELETE", path)
    log = (await netbox.get("core/object-changes/?changed_object_type=dcim.region"))["results"]
    assert [line["action"]["value"] for line in log] == ["delete", "update", "create"]
    assert (log[2]["message"], log[2]["prechange_data"], log[2]["postchange_data"]["name"]) == (
        "nhập lần đầu",
        None,
        "A",
    )
    assert (log[1]["prechange_data"]["name"], log[1]["postchange_data"]["name"]) == ("A", "B")
    sealed = await db.rows("SELECT action FROM audit.audit_entry WHERE action LIKE 'assets.netbox%' ORDER BY id")
    assert [row[0] for row in sealed] == ["assets.netbox_create", "assets.netbox_update", "assets.netbox_delete"]


async def test_a_commune_sees_and_writes_its_own(
    netbox: Caller, caller_in: Callable[..., Awaitable[Caller]], catalogue: Catalogue
) -> None:
    commune = await caller_in("my-hanh-bac")
    own = await commune.make("dcim/sites/", {"name": "Kho xã", "slug": "kho-xa"})
    theirs = await netbox.make("dcim/devices/", device(catalogue, name="pc-huyen"))
    assert [s["slug"] for s in (await commune.get("dcim/sites/"))["results"]] == ["kho-xa"]
    assert (await commune.get("dcim/devices/"))["count"] == 0
    path = f"dcim/devices/{theirs['id']}/"
    for method, body in (("GET", None), ("PATCH", {"comments": "x"}), ("DELETE", None)):
        assert (await commune(method, path, body)).status_code == 404
    mine = await commune.make("dcim/devices/", device(catalogue | {"site": own["id"]}, name="pc-xa"))
    moved = await commune("PATCH", f"dcim/devices/{mine['id']}/", {"site": catalogue["site"]})
    assert moved.status_code == 403
    seen = (await commune.get("core/object-changes/?changed_object_type=dcim.device"))["results"]
    assert [line["changed_object_id"] for line in seen] == [mine["id"]]


async def test_a_site_stays_in_its_unit_whoever_changes_it(
    netbox: Caller, caller_in: Callable[..., Awaitable[Caller]]
) -> None:
    commune = await caller_in("my-hanh-bac")
    own = await commune.make("dcim/sites/", {"name": "Kho xã", "slug": "kho-xa"})
    assert (await netbox("PATCH", f"dcim/sites/{own['id']}/", {"facility": "A"})).status_code == 200
    assert (await commune.get("dcim/sites/"))["count"] == 1


async def test_without_rights_the_answer_is_403(caller_in: Callable[..., Awaitable[Caller]], client: Any) -> None:
    reader = await caller_in("duc-hoa", "assets.read")
    refused = await reader("POST", "dcim/regions/", {"name": "A", "slug": "a"})
    assert (refused.status_code, refused.json()) == (
        403,
        {"detail": "You do not have permission to perform this action."},
    )
    nobody = await client.get("/netbox/api/dcim/sites/")
    assert (nobody.status_code, nobody.json()) == (403, {"detail": "Authentication credentials were not provided."})
    assert nobody.headers["api-version"] == "4.7"
    bad = await client.get("/netbox/api/", headers={"authorization": "Token nonsense"})
    assert (bad.status_code, bad.json()) == (403, {"detail": "Invalid token"})


async def test_what_is_no_json_and_no_object_is_refused(netbox: Caller) -> None:
    broken = await netbox.client.post("/netbox/api/dcim/sites/", content=b"{", headers=netbox.headers)
    assert broken.status_code == 400
    assert broken.json()["detail"].startswith("JSON parse error - ")
    assert (await netbox("POST", "dcim/sites/", "x")).status_code == 400
    assert (await netbox("PATCH", "dcim/sites/", [{"name": "x"}])).status_code == 400
    assert (await netbox("POST", "dcim/no-such/", {})).status_code == 404
