"""Views brought to where the record is, by the worker that the product has for it."""

import psycopg

from adapters.postgres.log import Log
from adapters.postgres.roles import REPLAYER
from adapters.postgres.store_feed import StoreFeed
from adapters.postgres.views import PostgresViews
from projections import discover
from services.streaming.projector import Projecting
from tests.support.servers import FreshDatabases


def project(database: FreshDatabases) -> None:
    """Bring every view to where the record is, as a worker on the store feed does."""
    dsn = database.dsn(REPLAYER)
    views = PostgresViews.open(dsn)
    with psycopg.connect(dsn, autocommit=True) as connection:
        worker = Projecting(views, discover(), views.log_id(), "store", worker="tests")
        worker.prepare()
        feed = StoreFeed(Log(connection), worker.resume)
        while worker.step(feed, 0.0):
            pass
    views.close()
