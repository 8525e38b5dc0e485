from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-26T18:05:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "things of the register that are in the network appear as devices behind the NetBox API, whoever writes them"

STATEMENTS = (
    # a name as a slug; upper and lower case, tone marks and the barred d are one
    """CREATE FUNCTION assets.assets_nb_slug(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
       SELECT trim(BOTH '-' FROM regexp_replace(translate(lower(normalize(words, NFC)), 'àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ',
       'aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd'), '[^a-z0-9]+', '-', 'g')) $$""",
    # the key by which lists are ordered: numbers by their value
    """CREATE FUNCTION assets.assets_nb_sort(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
       SELECT regexp_replace(regexp_replace(lower(words), '(\\d+)', '0000000000000000\\1', 'g'),
       '\\d*(\\d{16})', '\\1', 'g') $$""",
    """CREATE FUNCTION assets.assets_nb_follow(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE kinds CONSTANT text[] := '{desktop,laptop,printer,photocopier,projector,tv,smartphone,switch,router,access_point,ups,server,storage,camera}';
    BEGIN
      -- what a client made before under the same name is the same
      UPDATE assets.assets_nb_site s SET source = 'unit:' || u.unit_id, unit_id = u.unit_id
      FROM (SELECT DISTINCT unit_id, unit_name FROM assets.assets_asset WHERE id = ANY(ids)) u
      WHERE s.source IS NULL AND s.slug = assets.assets_nb_slug(u.unit_name)
        AND NOT EXISTS (SELECT 1 FROM assets.assets_nb_site o WHERE o.source = 'unit:' || u.unit_id);
      INSERT INTO assets.assets_nb_site (unit_id, source, created, last_updated, name, slug, status, sort_key, search_key)
      SELECT DISTINCT ON (a.unit_id) a.unit_id, 'unit:' || a.unit_id, now(), now(), a.unit_name,
        assets.assets_nb_slug(a.unit_name), 'active', assets.assets_nb_sort(a.unit_name),
        replace(assets.assets_nb_slug(a.unit_name), '-', ' ')
      FROM assets.assets_asset a JOIN assets.assets_model m ON m.id = a.model
        JOIN assets.assets_category c ON c.id = m.category
      WHERE a.id = ANY(ids) AND c.key = ANY(kinds) ON CONFLICT DO NOTHING;

      UPDATE assets.assets_nb_manufacturer n SET source = 'maker:' || k.id
      FROM assets.assets_maker k JOIN assets.assets_model m ON m.maker = k.id JOIN assets.assets_asset a ON a.model = m.id
      WHERE a.id = ANY(ids) AND n.source IS NULL
        AND (n.slug = assets.assets_nb_slug(k.name) OR lower(n.name) = lower(k.name))
        AND NOT EXISTS (SELECT 1 FROM assets.assets_nb_manufacturer o WHERE o.source = 'maker:' || k.id);
      INSERT INTO assets.assets_nb_manufacturer (source, created, last_updated, name, slug, sort_key, search_key)
      SELECT DISTINCT ON (k.id) 'maker:' || k.id, now(), now(), k.name,
        CASE WHEN EXISTS (SELECT 1 FROM assets.assets_nb_manufacturer o WHERE o.slug = assets.assets_nb_slug(k.name)
                          AND o.source IS DISTINCT FROM 'maker:' || k.id) OR assets.assets_nb_slug(k.name) = ''
             THEN assets.assets_nb_slug(k.name || ' ' || k.id) ELSE assets.assets_nb_slug(k.name) END,
        assets.assets_nb_sort(k.name), k.search_key
      FROM assets.assets_asset a JOIN assets.assets_model m ON m.id = a.model JOIN assets.assets_maker k ON k.id = m.maker
        JOIN assets.assets_category c ON c.id = m.category
      WHERE a.id = ANY(ids) AND c.key = ANY(kinds) ON CONFLICT DO NOTHING;

      UPDATE assets.assets_nb_devicerole r SET source = 'category:' || c.id
      FROM assets.assets_category c WHERE r.source IS NULL AND r.parent IS NULL
        AND (r.slug = replace(c.key, '_', '-') OR r.slug = assets.assets_nb_slug(c.name) OR lower(r.name) = lower(c.name))
        AND c.id IN (SELECT m.category FROM assets.assets_asset a JOIN assets.assets_model m ON m.id = a.model WHERE a.id = ANY(ids))
        AND NOT EXISTS (SELECT 1 FROM assets.assets_nb_devicerole o WHERE o.source = 'category:' || c.id);
      INSERT INTO assets.assets_nb_devicerole (source, created, last_updated, name, slug, color, vm_role, sort_key, search_key)
      SELECT 'category:' || c.id, now(), now(), c.name, replace(c.key, '_', '-'), '9e9e9e', false,
        assets.assets_nb_sort(c.name), replace(assets.assets_nb_slug(c.name), '-', ' ')
      FROM assets.assets_category c WHERE c.key = ANY(kinds)
        AND c.id IN (SELECT m.category FROM assets.assets_asset a JOIN assets.assets_model m ON m.id = a.model WHERE a.id = ANY(ids))
        AND NOT EXISTS (SELECT 1 FROM assets.assets_nb_devicerole o WHERE o.source = 'category:' || c.id)
      ON CONFLICT DO NOTHING;

      INSERT INTO assets.assets_nb_devicetype (source, created, last_updated, manufacturer, model, slug, u_height,
        is_full_depth, exclude_from_utilization, sort_key, search_key)
      SELECT DISTINCT ON (m.id) 'model:' || m.id, now(), now(), n.id, m.name,
        CASE WHEN EXISTS (SELECT 1 FROM assets.assets_nb_devicetype o WHERE o.manufacturer = n.id
                          AND o.slug = assets.assets_nb_slug(k.name || ' ' || m.name)) OR assets.assets_nb_slug(m.name) = ''
             THEN assets.assets_nb_slug(k.name || ' ' || m.name || ' ' || m.id)
             ELSE assets.assets_nb_slug(k.name || ' ' || m.name) END,
        1, true, false, assets.assets_nb_sort(m.name), m.search_key
      FROM assets.assets_asset a JOIN assets.assets_model m ON m.id = a.model JOIN assets.assets_maker k ON k.id = m.maker
        JOIN assets.assets_nb_manufacturer n ON n.source = 'maker:' || k.id JOIN assets.assets_category c ON c.id = m.category
      WHERE a.id = ANY(ids) AND c.key = ANY(kinds)
        AND NOT EXISTS (SELECT 1 FROM assets.assets_nb_devicetype o WHERE o.source = 'model:' || m.id)
      ON CONFLICT DO NOTHING;

      INSERT INTO assets.assets_nb_location (source, unit_id, created, last_updated, name, slug, site, status, sort_key,
        search_key)
      SELECT DISTINCT ON (p.id) 'place:' || p.id, p.unit_id, now(), now(), p.name,
        assets.assets_nb_slug(p.name || ' ' || p.id), s.id, 'active', assets.assets_nb_sort(p.name), p.search_key
      FROM assets.assets_asset a JOIN assets.assets_place p ON p.id = a.place
        JOIN assets.assets_nb_site s ON s.source = 'unit:' || p.unit_id
      WHERE a.id = ANY(ids) AND NOT EXISTS (SELECT 1 FROM assets.assets_nb_location o WHERE o.source = 'place:' || p.id)
      ON CONFLICT DO NOTHING;

      UPDATE assets.assets_nb_device d SET source = 'asset:' || a.id
      FROM assets.assets_asset a WHERE a.id = ANY(ids) AND d.source IS NULL AND d.asset_tag = a.code;
      INSERT INTO assets.assets_nb_device AS d (source, unit_id, created, last_updated, name, device_type, role, serial,
        asset_tag, site, location, status, sort_key, search_key)
      SELECT x.source, x.unit_id, now(), now(), x.shown, x.device_type, x.role, x.serial, x.code, x.site, x.location,
        x.status, assets.assets_nb_sort(x.shown), lower(x.search_key)
      FROM (
        SELECT y.*, CASE WHEN y.at > 1 OR EXISTS (SELECT 1 FROM assets.assets_nb_device o WHERE o.site = y.site
            AND o.tenant IS NULL AND lower(o.name) = lower(y.name) AND o.source IS DISTINCT FROM y.source)
          THEN left(y.name, 50) || ' ' || y.code ELSE left(y.name, 64) END AS shown
        FROM (
          SELECT a.id, 'asset:' || a.id AS source, a.unit_id, a.name, a.code, coalesce(a.serial, '') AS serial,
            a.search_key, t.id AS device_type, r.id AS role, s.id AS site, l.id AS location,
            CASE g.meaning WHEN 'in_use' THEN 'active' WHEN 'ready' THEN 'inventory' WHEN 'out_of_order' THEN 'failed'
                           ELSE 'decommissioning' END AS status,
            row_number() OVER (PARTITION BY s.id, lower(a.name) ORDER BY a.id) AS at
          FROM assets.assets_asset a JOIN assets.assets_model m ON m.id = a.model
            JOIN assets.assets_category c ON c.id = m.category JOIN assets.assets_status g ON g.id = a.status
            JOIN assets.assets_nb_devicetype t ON t.source = 'model:' || m.id
            JOIN assets.assets_nb_devicerole r ON r.source = 'category:' || c.id
            JOIN assets.assets_nb_site s ON s.source = 'unit:' || a.unit_id
            LEFT JOIN assets.assets_nb_location l ON l.source = 'place:' || a.place
          WHERE a.id = ANY(ids) AND c.key = ANY(kinds)
        ) AS y
      ) AS x
      ON CONFLICT (source) WHERE source IS NOT NULL DO UPDATE SET unit_id = excluded.unit_id, last_updated = now(),
        name = excluded.name, device_type = excluded.device_type, role = excluded.role, serial = excluded.serial,
        asset_tag = excluded.asset_tag, site = excluded.site, location = excluded.location, status = excluded.status,
        sort_key = excluded.sort_key, search_key = excluded.search_key
      WHERE (d.unit_id, d.name, d.device_type, d.role, d.serial, d.asset_tag, d.site, d.location, d.status)
        IS DISTINCT FROM (excluded.unit_id, excluded.name, excluded.device_type, excluded.role, excluded.serial,
        excluded.asset_tag, excluded.site, excluded.location, excluded.status);
    END $$""",
    """CREATE FUNCTION assets.assets_nb_follow_rows() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN PERFORM assets.assets_nb_follow(ARRAY(SELECT id FROM written)); RETURN NULL; END $$""",
    """CREATE TRIGGER assets_nb_follow_new AFTER INSERT ON assets.assets_asset REFERENCING NEW TABLE AS written
       FOR EACH STATEMENT EXECUTE FUNCTION assets.assets_nb_follow_rows()""",
    """CREATE TRIGGER assets_nb_follow_changed AFTER UPDATE ON assets.assets_asset REFERENCING NEW TABLE AS written
       FOR EACH STATEMENT EXECUTE FUNCTION assets.assets_nb_follow_rows()""",
    "SELECT assets.assets_nb_follow(ARRAY(SELECT id FROM assets.assets_asset))",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
