"""Reading devices over SNMP: the face that the rest of the plugin uses."""

from plugins.assets.snmp.address import parse_target, parse_user
from plugins.assets.snmp.device import read_device
from plugins.assets.snmp.engine import Community, Credentials, Engine, Failure, Target, User
from plugins.assets.snmp.profiles import parse
from plugins.assets.snmp.walk import Limits

__all__ = [
    "Community",
    "Credentials",
    "Engine",
    "Failure",
    "Limits",
    "Target",
    "User",
    "parse",
    "parse_target",
    "parse_user",
    "read_device",
]
