"""Tags, custom fields and notes, as NetBox's app "extras" has them."""

from typing import Final

from plugins.assets.netbox.domain.describe import (
    COMMENTS,
    DESCRIPTION,
    NAME,
    SLUG,
    Computed,
    Field,
    ObjectType,
    choice,
    flag,
    maybe,
    number,
    rel,
)

EXTRAS: Final = (
    ObjectType(
        "extras.tag",
        "extras",
        "tags",
        "tag",
        (
            NAME,
            SLUG,
            Field("color", longest=6, default="9e9e9e"),
            DESCRIPTION,
            number("weight", default=1000),
            Field("object_types", "object_types"),
        ),
        brief=("name", "slug", "color"),
        unique=(("name",), ("slug",)),
        computed=(
            Computed("tagged_items", "(SELECT count(*) FROM assets.assets_nb_device c WHERE t.id = ANY(c.tags))"),
        ),
    ),
    ObjectType(
        "extras.customfieldchoiceset",
        "extras",
        "custom-field-choice-sets",
        "custom field choice set",
        (
            NAME,
            DESCRIPTION,
            maybe("base_choices"),
            Field("extra_choices", "json", null=True),
            flag("order_alphabetically"),
        ),
        unique=(("name",),),
        computed=(
            Computed("choices_count", "coalesce(jsonb_array_length(nullif(t.extra_choices, 'null'::jsonb)), 0)"),
        ),
    ),
    ObjectType(
        "extras.customfield",
        "extras",
        "custom-fields",
        "custom field",
        (
            Field("object_types", "object_types", required=True),
            choice("type", "cf_type", required=True),
            Field("name", required=True, longest=50),
            Field("label", longest=50),
            Field("group_name", longest=50),
            DESCRIPTION,
            flag("required"),
            flag("unique"),
            number("search_weight", default=1000),
            choice("filter_logic", "cf_logic", "loose"),
            choice("ui_visible", "cf_visible", "always"),
            choice("ui_editable", "cf_editable", "yes"),
            flag("is_cloneable"),
            Field("default", "json", null=True),
            number("weight", default=100),
            number("validation_minimum"),
            number("validation_maximum"),
            Field("validation_regex", longest=500),
            rel("choice_set", "extras.customfieldchoiceset"),
            COMMENTS,
        ),
        unique=(("name",),),
        computed=(
            Computed("related_object_type", "NULL::text"),
            Computed("related_object_filter", "NULL::text"),
            Computed(
                "data_type",
                "CASE t.type WHEN 'integer' THEN 'integer' WHEN 'decimal' THEN 'decimal' WHEN 'boolean' THEN 'boolean'"
                " WHEN 'multiselect' THEN 'array' WHEN 'json' THEN 'object' ELSE 'string' END",
            ),
        ),
    ),
    ObjectType(
        "extras.journalentry",
        "extras",
        "journal-entries",
        "journal entry",
        (
            Field("assigned_object_type", required=True, longest=60),
            number("assigned_object_id", required=True),
            choice("kind", "journal_kind", "info"),
            Field("comments", required=True, longest=100_000),
            number("created_by"),
        ),
        brief=("created",),
        unit_from="assigned",
        display="""to_char({t}.created, 'YYYY-MM-DD HH24:MI')""",
        order="id",
        search=("comments",),
    ),
)
