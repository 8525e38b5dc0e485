"""What inventory agents send, compressed or not: JSON (GLPI Agent) or XML (FusionInventory, OCS) as one message.

Sizes are capped before and after inflating: 18 KB on the wire were 243 KB of JSON in a real run; a bomb is a
thousandfold.
"""

import zlib
from typing import Any, Final, Literal

import msgspec
from lxml import etree  # type: ignore[import-untyped]

MOST_INFLATED: Final = 32 * 1024 * 1024
MOST_DEPTH: Final = 12
Kind = Literal["prolog", "contact", "inventory", "network", "discovery", "other"]
_QUERIES: Final[dict[str, Kind]] = {
    "PROLOG": "prolog",
    "INVENTORY": "inventory",
    "SNMPQUERY": "network",
    "SNMP": "network",
    "NETINVENTORY": "network",
    "NETDISCOVERY": "discovery",
}
_ACTIONS: Final[dict[str, Kind]] = {
    "contact": "contact",
    "inventory": "inventory",
    "netinventory": "network",
    "snmp": "network",
    "netdiscovery": "discovery",
}
# sections of which there is one; all others are lists
_SINGLE: Final = frozenset(
    {"accesslog", "bios", "hardware", "operatingsystem", "versionclient", "versionprovider", "network_device"}
)


class Unreadable(Exception):
    """A message that is none; says why."""


class TooLarge(Unreadable):
    """A message that would be larger than any inventory is."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message. content: section -> what it holds, names in lower case; tag: free text of the installation."""

    kind: Kind
    form: Literal["json", "xml"]
    device_id: str
    item_type: str = "Computer"
    tag: str = ""
    partial: bool = False
    version: str = ""
    content: dict[str, Any] = {}


def unpacked(data: bytes, most: int = MOST_INFLATED) -> bytes:
    """Return a body without its compression, which is found by its first bytes. Raises Unreadable."""
    if data[:2] == b"\x1f\x8b":
        return _inflated(zlib.decompressobj(zlib.MAX_WBITS | 16), data, most)
    if data[:1] == b"\x78" and len(data) > 1 and (data[0] * 256 + data[1]) % 31 == 0:
        return _inflated(zlib.decompressobj(), data, most)
    if len(data) > most:
        raise TooLarge("the message is too large")
    return data


def _inflated(inflater: Any, data: bytes, most: int) -> bytes:
    try:
        found: bytes = inflater.decompress(data, most + 1)
    except zlib.error as error:
        raise Unreadable(f"the compressed message is damaged: {error}") from error
    if len(found) > most:
        raise TooLarge("the message is too large once it is inflated")
    if not inflater.eof:
        raise Unreadable("the compressed message ends too early")
    return found


def read_message(data: bytes) -> Message:
    """Return the message in a body. Raises Unreadable."""
    text = unpacked(data).lstrip(b"\xef\xbb\xbf \t\r\n")
    if text[:1] == b"{":
        return _from_json(text)
    if text[:1] == b"<":
        return _from_xml(text)
    raise Unreadable("the message is neither JSON nor XML")


def _from_json(text: bytes) -> Message:
    try:
        body = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(f"the JSON is damaged: {error}") from error
    if _depth(body) > MOST_DEPTH:
        raise Unreadable("the JSON is nested too deeply")
    content = body.get("content")
    if not isinstance(body.get("deviceid"), str) or not body["deviceid"]:
        raise Unreadable("deviceid is missing")
    return Message(
        kind=_ACTIONS.get(str(body.get("action", "inventory")).lower(), "other"),
        form="json",
        device_id=body["deviceid"][:255],
        item_type=str(body.get("itemtype") or "Computer"),
        tag=str(body.get("tag") or "")[:255],
        partial=body.get("partial") is True,
        version=str(body.get("version") or (content or {}).get("versionclient") or "")[:100],
        content=content if isinstance(content, dict) else {},
    )


def _depth(value: Any, level: int = 1) -> int:
    if level > MOST_DEPTH:
        return level
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max((_depth(one, level + 1) for one in inside), default=level)


def _from_xml(text: bytes) -> Message:
    if b"<!DOCTYPE" in text[:2000] or b"<!ENTITY" in text:
        raise Unreadable("the XML declares entities")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False, huge_tree=False)
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"the XML is damaged: {error}") from error
    query = (root.findtext("QUERY") or "").strip().upper()
    content = root.find("CONTENT")
    device_id = (
        root.findtext("DEVICEID") or (content.findtext("DEVICEID") if content is not None else "") or ""
    ).strip()
    if not device_id:
        raise Unreadable("DEVICEID is missing")
    kind = _QUERIES.get(query, "other")
    sections = {} if content is None else _sections(content)
    message = Message(
        kind=kind,
        form="xml",
        device_id=device_id[:255],
        tag=_account_tag(sections),
        version=str(sections.get("versionclient") or sections.get("moduleversion") or "")[:100],
        content=sections,
    )
    return _network(message) if kind == "network" else message


def _sections(content: Any) -> dict[str, Any]:
    """Return the sections of an XML inventory: repeated elements are lists, names are in lower case."""
    found: dict[str, Any] = {}
    for element in content:
        if not isinstance(element.tag, str):  # a comment
            continue
        name, value = element.tag.lower(), _value(element)
        if name in _SINGLE or not isinstance(value, dict):
            found[name] = value
        else:
            found.setdefault(name, []).append(value)
    return found


def _value(element: Any, level: int = 1) -> Any:
    """Return an element as text or, with elements inside, as an object. Raises Unreadable when it is too deep."""
    if level > MOST_DEPTH:
        raise Unreadable("the XML is nested too deeply")
    children = [child for child in element if isinstance(child.tag, str)]
    if not children:
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in children:
        name, value = child.tag.lower(), _value(child, level + 1)
        if name in found:
            kept = found[name]
            found[name] = [*kept, value] if isinstance(kept, list) else [kept, value]
        else:
            found[name] = value
    return found


def _account_tag(sections: dict[str, Any]) -> str:
    """Return the installation's free text: FusionInventory sends it as account information."""
    for pair in sections.get("accountinfo", ()):
        if str(pair.get("keyname", "")).upper() == "TAG":
            return str(pair.get("keyvalue") or "")[:255]
    return ""


def _network(message: Message) -> Message:
    """Return what an agent read over SNMP in the shape of the JSON protocol: one device with its sections."""
    devices = message.content.get("device")
    first = devices[0] if isinstance(devices, list) and devices else {}
    if not isinstance(first, dict):
        return message
    found = first.get("info")
    info: dict[str, Any] = found if isinstance(found, dict) else {}
    types = {"PRINTER": "Printer", "NETWORKING": "NetworkEquipment"}
    content = {key: value for key, value in first.items() if key not in {"info", "ports", "error"}}
    content["network_device"] = info
    ports = first.get("ports", {})
    if isinstance(ports, dict) and ports.get("port"):
        content["network_ports"] = ports["port"] if isinstance(ports["port"], list) else [ports["port"]]
    return msgspec.structs.replace(
        message, item_type=types.get(str(info.get("type", "")).upper(), "Unmanaged"), content=content
    )
