"""The projection worker as a process of its own: `python -m services.run_projections`."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import psycopg
import structlog

from adapters.feed import Feed
from adapters.logs import configure_process
from adapters.postgres.log import Log
from adapters.postgres.session import session
from adapters.postgres.store_feed import StoreFeed
from adapters.postgres.views import PostgresViews
from adapters.postgres.views.making import ViewDiffers
from adapters.settings import Settings, read_settings
from adapters.stop_request import StopRequest
from adapters.views import SetAside
from domain.slices import MANAGEMENT
from projections import discover
from services import addresses
from services.gc_tuning import collect_rarely
from services.streaming.projector import LogRenewed, Projecting

SHORTEST_WAIT = 0.2
LONGEST_WAIT = 10.0

logger = structlog.get_logger(__name__)


def main() -> None:
    """Feed the views until SIGTERM; what fails for a while is tried again and again."""
    stop = StopRequest()
    stop.on_signals()
    settings = read_settings()
    configure_process(settings.log_level)
    collect_rarely()
    wait = SHORTEST_WAIT
    while not stop.is_made():
        began = time.monotonic()
        try:
            project(settings, stop)
        except passing(settings) as error:
            wait = SHORTEST_WAIT if time.monotonic() - began > LONGEST_WAIT else wait * 2
            logger.warning("projections.again", reason=repr(error)[:200], seconds=wait)
            stop.wait(min(wait, LONGEST_WAIT))
    logger.info("projections.ended")


def project(settings: Settings, stop: StopRequest) -> None:
    """One life of the worker: connected, prepared, feeding until stopped or something fails."""
    with closing(PostgresViews.open(addresses.projector_dsn(settings))) as views:
        projecting = Projecting(views, discover(), views.log_id(), feed_name(settings))
        try:
            projecting.prepare()
            with feed(settings, projecting) as fed:
                logger.info("projections.feeding", count=len(projecting.projections))
                projecting.run(fed, stop.is_made)
        except passing(settings) as error:
            projecting.waits(str(error))
            raise


def feed_name(settings: Settings) -> str:
    """Which feed the views live on."""
    return f"kafka {settings.topic}" if settings.kafka == "on" else "store"


@contextmanager
def feed(settings: Settings, projecting: Projecting) -> Iterator[Feed]:
    """The feed that the settings name, given back at the end."""
    with ExitStack() as stack:
        made: Feed
        if settings.kafka == "on":
            from adapters.kafka.clients import Kafka
            from adapters.kafka.feed import KafkaFeed

            kafka = Kafka(addresses.bootstrap_servers(settings), member=settings.worker)
            both = (settings.topic, settings.management_topic)
            topics = both if MANAGEMENT in projecting.slices else settings.topic
            made = KafkaFeed(kafka, topics, resume=projecting.resume)
        else:
            dsn = session(addresses.projector_dsn(settings), application="plaint store feed")
            connection = stack.enter_context(psycopg.connect(dsn, autocommit=True))
            made = StoreFeed(Log(connection), projecting.resume, slices=projecting.slices)
        stack.callback(made.close)
        yield made


def passing(settings: Settings) -> tuple[type[Exception], ...]:
    """What may pass: an outage, a renewed log, a view that somebody makes anew."""
    known = (psycopg.OperationalError, LogRenewed, SetAside, ViewDiffers)
    if settings.kafka == "off":
        return known
    from kafka.errors import KafkaError

    from adapters.kafka.clients import BrokerAway
    from adapters.kafka.consumer_stall import FeedStalled
    from adapters.kafka.topic import TopicMissing

    return (*known, KafkaError, BrokerAway, FeedStalled, TopicMissing)


if __name__ == "__main__":
    main()
