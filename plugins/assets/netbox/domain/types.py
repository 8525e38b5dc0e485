"""All object types, by the path at which clients find them."""

from collections.abc import Mapping
from typing import Final

from plugins.assets.netbox.domain.components import TYPES as COMPONENTS
from plugins.assets.netbox.domain.dcim import TYPES as DCIM
from plugins.assets.netbox.domain.describe import ObjectType
from plugins.assets.netbox.domain.extras import EXTRAS
from plugins.assets.netbox.domain.others import IPAM, TENANCY

TYPES: Final[tuple[ObjectType, ...]] = (*DCIM, *COMPONENTS, *IPAM, *TENANCY, *EXTRAS)
BY_KEY: Final[Mapping[str, ObjectType]] = {kind.key: kind for kind in TYPES}
BY_PATH: Final[Mapping[tuple[str, str], ObjectType]] = {(kind.app, kind.path): kind for kind in TYPES}
# Asked for by clients that list everything; nothing of these is kept here.
EMPTY: Final = (
    ("dcim", "power-ports"),
    ("dcim", "console-ports"),
    ("dcim", "virtual-chassis"),
    ("dcim", "cable-terminations"),
    ("dcim", "inventory-item-roles"),
    ("ipam", "services"),
    ("ipam", "roles"),
    ("ipam", "vlan-groups"),
    ("ipam", "ip-ranges"),
    ("ipam", "aggregates"),
    ("ipam", "asns"),
    ("extras", "config-contexts"),
    ("tenancy", "contact-groups"),
    ("virtualization", "virtual-machines"),
    ("virtualization", "clusters"),
    ("virtualization", "interfaces"),
    ("circuits", "circuits"),
    ("wireless", "wireless-lans"),
    ("vpn", "tunnels"),
)
APPS: Final = ("circuits", "core", "dcim", "extras", "ipam", "tenancy", "users", "virtualization", "vpn", "wireless")
