"""The demonstration: half of the computers have an agent, a few of them are strangers, one has lost memory."""

from datetime import timedelta

from core import db
from core.contributions import DemoContext

_MATCHED = """
INSERT INTO assets.assets_agent_machine (device_id, agent, unit_id, asset, state, rule, item_type, tag, name,
  search_key, serial, maker, model, macs, addresses, memory_mb, software, sections, first_seen_at, last_seen_at,
  full_at, trusted)
SELECT 'pc-' || a.id || '-2017-03-01-08-00-00', 'GLPI-Agent_v1.12', a.unit_id, a.id, 'matched', 'serial_model',
  'Computer', '', 'PC-' || a.id, lower('pc-' || a.id || ' ' || coalesce(a.serial, '')), a.serial, k.name, m.name,
  ARRAY['44:85:00:' || upper(lpad(to_hex(a.id / 65536 % 256), 2, '0')) || ':' ||
        upper(lpad(to_hex(a.id / 256 % 256), 2, '0')) || ':' || upper(lpad(to_hex(a.id % 256), 2, '0'))],
  ARRAY['10.' || a.unit_id % 200 || '.0.' || 10 + a.id % 200], 4096 * (1 + a.id % 2), 3,
  '{"softwares": [{"name": "LibreOffice", "version": "5.4"}, {"name": "Unikey", "version": "4.2"},
                  {"name": "Mozilla Firefox", "version": "57.0"}]}',
  $1::timestamptz - interval '200 days', $1::timestamptz - interval '1 hour' * (a.id % 30) -
  CASE WHEN a.id % 17 = 0 THEN interval '12 days' ELSE interval '0' END, $1::timestamptz - interval '2 days', true
FROM assets.assets_asset a JOIN assets.assets_model m ON m.id = a.model JOIN assets.assets_maker k ON k.id = m.maker
JOIN assets.assets_category c ON c.id = m.category WHERE c.key IN ('desktop', 'laptop') AND a.id % 2 = 0
"""
_STRANGERS = """
INSERT INTO assets.assets_agent_machine (device_id, agent, unit_id, state, rule, item_type, tag, name, search_key,
  serial, maker, model, memory_mb, first_seen_at, last_seen_at, trusted)
SELECT 'moi-' || n || '-2017-11-20-08-00-00', 'FusionInventory-Agent_v2.6', u.unit_id,
  'unmatched', CASE n WHEN 3 THEN 'ambiguous' ELSE 'nothing' END, 'Computer', 'commune-' || n, 'MAY-MOI-' || n,
  'may moi ' || n, 'SN-MOI-' || n, 'Dell Inc.', 'OptiPlex 3050', 8192, $1::timestamptz - interval '1 day' * n,
  $1::timestamptz - interval '1 hour' * n, true
FROM generate_series(1, 4) AS n
JOIN (SELECT unit_id, row_number() OVER (ORDER BY unit_id) AS at
  FROM (SELECT DISTINCT unit_id FROM assets.assets_asset) d)
  AS u ON u.at = n
"""
_ALERTS = """
INSERT INTO assets.assets_agent_alert (machine, at, kind, before, after)
SELECT id, $1, 'memory_less', '8192 MB', '4096 MB' FROM assets.assets_agent_machine WHERE state = 'matched'
ORDER BY id LIMIT 1
"""


async def load(context: DemoContext) -> None:
    """Let the computers of the demonstration report."""
    await db.execute(_MATCHED, context.at)
    await db.execute(_STRANGERS, context.at)
    await db.execute(_ALERTS, context.at - timedelta(hours=5))
