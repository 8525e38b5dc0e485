"""Ports, addresses of network cards, cables and parts of devices, as NetBox's app "dcim" has them."""

from typing import Final

from plugins.assets.netbox.domain.describe import (
    COMMENTS,
    DESCRIPTION,
    Computed,
    Field,
    ObjectType,
    choice,
    flag,
    maybe,
    nothing,
    number,
    rel,
    zeros,
)

INTERFACE: Final = ObjectType(
    "dcim.interface",
    "dcim",
    "interfaces",
    "interface",
    (
        rel("device", "dcim.device", required=True, on_delete="cascade"),
        Field("name", required=True, longest=64),
        Field("label", longest=64),
        choice("type", "interface_type", required=True),
        flag("enabled", default=True),
        rel("parent", "dcim.interface", on_delete="null"),
        rel("bridge", "dcim.interface", on_delete="null"),
        rel("lag", "dcim.interface", on_delete="null"),
        number("mtu"),
        maybe("mac_address", 30),
        number("speed"),
        choice("duplex", "duplex"),
        flag("mgmt_only"),
        choice("mode", "interface_mode"),
        rel("untagged_vlan", "ipam.vlan", on_delete="null"),
        Field("tagged_vlans", "ids", to="ipam.vlan"),
        flag("mark_connected"),
        rel("vrf", "ipam.vrf", on_delete="null"),
        DESCRIPTION,
    ),
    brief=("device", "name"),
    unique=(("device", "name"),),
    unit_from="device",
    search=("name", "label", "description"),
    computed=(
        Computed(
            "mac_addresses",
            "(SELECT coalesce(json_agg(json_build_object('id', m.id, 'url', $1 || 'api/dcim/mac-addresses/' || m.id ||"
            " '/', 'display', m.mac_address, 'mac_address', m.mac_address) ORDER BY m.id), '[]') FROM"
            " assets.assets_nb_macaddress m WHERE m.assigned_object_type = 'dcim.interface' AND m.assigned_object_id = t.id)",
        ),
        *nothing("primary_mac_address", "cable", "cable_end", "link_peers_type", "connected_endpoints_type"),
        Computed("link_peers", "'[]'::json"),
        Computed("wireless_lans", "'[]'::json"),
        Computed("vdcs", "'[]'::json"),
        *nothing("connected_endpoints", "connected_endpoints_reachable", "module", "l2vpn_termination"),
        Computed(
            "count_ipaddresses",
            "(SELECT count(*) FROM assets.assets_nb_ipaddress c WHERE c.assigned_object_type = 'dcim.interface'"
            " AND c.assigned_object_id = t.id)",
        ),
        *zeros("count_fhrp_groups"),
        Computed("_occupied", "t.mark_connected"),
    ),
    extra_filters={"site": "rel:device.site"},
)
MAC_ADDRESS: Final = ObjectType(
    "dcim.macaddress",
    "dcim",
    "mac-addresses",
    "MAC address",
    (
        Field("mac_address", required=True, longest=30),
        Field("assigned_object_type", "text", null=True),
        number("assigned_object_id"),
        DESCRIPTION,
        COMMENTS,
    ),
    brief=("mac_address",),
    unit_from="assigned",
    display='{t}."mac_address"',
    order="mac_address",
    search=("mac_address", "description"),
    extra_filters={
        "interface": "t.assigned_object_type = 'dcim.interface' AND t.assigned_object_id IN (SELECT i.id FROM"
        " assets.assets_nb_interface i WHERE i.name = ANY({texts}))",
        "interface_id": "t.assigned_object_type = 'dcim.interface' AND t.assigned_object_id = ANY({ids})",
        "device_id": "t.assigned_object_type = 'dcim.interface' AND t.assigned_object_id IN (SELECT i.id FROM"
        " assets.assets_nb_interface i WHERE i.device = ANY({ids}))",
    },
)
CABLE: Final = ObjectType(
    "dcim.cable",
    "dcim",
    "cables",
    "cable",
    (
        choice("type", "cable_type"),
        Field("a_terminations", "json", null=True),
        Field("b_terminations", "json", null=True),
        choice("status", "cable_status", "connected"),
        rel("tenant", "tenancy.tenant"),
        Field("label", longest=100),
        Field("color", longest=6),
        Field("length", "decimal", null=True),
        choice("length_unit", "length_unit"),
        DESCRIPTION,
        COMMENTS,
    ),
    brief=("label",),
    display="""coalesce(nullif({t}."label", ''), '#' || {t}.id)""",
    order="label",
    search=("label", "description"),
)
INVENTORY_ITEM: Final = ObjectType(
    "dcim.inventoryitem",
    "dcim",
    "inventory-items",
    "inventory item",
    (
        rel("device", "dcim.device", required=True, on_delete="cascade"),
        rel("parent", "dcim.inventoryitem", on_delete="cascade"),
        Field("name", required=True, longest=64),
        Field("label", longest=64),
        choice("status", "item_status", "active"),
        rel("manufacturer", "dcim.manufacturer"),
        Field("part_id", longest=50),
        Field("serial", longest=50),
        maybe("asset_tag", 50),
        flag("discovered"),
        DESCRIPTION,
        maybe("component_type"),
        number("component_id"),
    ),
    brief=("device", "name"),
    unique=(("device", "parent", "name"), ("asset_tag",)),
    unit_from="device",
    search=("name", "part_id", "serial", "asset_tag", "description"),
    computed=(*nothing("role", "component"), Computed("_depth", "0")),
)
TYPES: Final = (INTERFACE, MAC_ADDRESS, CABLE, INVENTORY_ITEM)
