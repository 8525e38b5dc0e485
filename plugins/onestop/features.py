"""The features of the one-stop plugin; each says what it contributes in functions named as the hooks."""

from functools import partial

from core import features

FEATURES = (
    "plugins.onestop.offers",
    "plugins.onestop.clock.offers",
    "plugins.onestop.workflow.offers",
    "plugins.onestop.catalogue.offers",
    "plugins.onestop.papers.offers",
    "plugins.onestop.fees.offers",
    "plugins.onestop.queueing.offers",
    "plugins.onestop.desk.offers",
    "plugins.onestop.online.offers",
    "plugins.onestop.returns.offers",
    "plugins.onestop.ratings.offers",
    "plugins.onestop.history.offers",
    "plugins.onestop.statistics.offers",
    "plugins.onestop.results.offers",
    "plugins.onestop.exchange.offers",
    "plugins.onestop.signing.offers",
    "plugins.onestop.telling.offers",
)

gathered = partial(features.gathered, FEATURES)
