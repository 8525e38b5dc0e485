"""The features of the assets plugin; each says what it contributes in functions named as the hooks."""

from functools import partial

from core import features

FEATURES = (
    "plugins.assets.inventory.offers",
    "plugins.assets.monitoring.offers",
    "plugins.assets.alerts.offers",
    "plugins.assets.buying.offers",
    "plugins.assets.codes.offers",
    "plugins.assets.overview.offers",
    "plugins.assets.custody.offers",
    "plugins.assets.stocktake.offers",
    "plugins.assets.requests.offers",
    "plugins.assets.wear.offers",
    "plugins.assets.agents.offers",
    "plugins.assets.netbox.offers",
    "plugins.assets.importing.offers",
    "plugins.assets.sync.offers",
    "plugins.assets.labels.offers",
    "plugins.assets.faults.offers",
    "plugins.assets.demo.offers",
)

gathered = partial(features.gathered, FEATURES)
