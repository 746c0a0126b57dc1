"""The relay as a process of its own: `python -m services.run_relay`."""

import argparse
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

import psycopg
import structlog
from kafka.errors import KafkaError

from adapters.kafka.clients import BrokerAway, Kafka
from adapters.kafka.publisher import NotAcknowledged, Publisher
from adapters.kafka.topic import (
    TopicDiffers,
    TopicMissing,
    checkpoints_topic,
    complaints_topic,
    ensure_topic,
    management_topic,
)
from adapters.logs import configure_process
from adapters.postgres.log import Log
from adapters.postgres.relay_state import RelayState
from adapters.postgres.session import session
from adapters.settings import Settings, read_settings
from adapters.stop_request import StopRequest
from services.addresses import bootstrap_servers, relay_dsn
from services.gc_tuning import collect_rarely
from services.streaming.relay import NoProgress, Relay
from services.streaming.relay_plan import Refused

STOPPED = 0
START_AGAIN = 75  # EX_TEMPFAIL of sysexits.h
REFUSED = 78  # EX_CONFIG: starting again changes nothing
SILENT_SECONDS = 15.0
FAREWELL_SECONDS = 10.0
TURN_SECONDS = 0.5

logger = structlog.get_logger(__name__)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Publish until SIGTERM; every other end is `os._exit`, before a buffer can be sent."""
    parser = argparse.ArgumentParser(prog="python -m services.run_relay", description=__doc__)
    parser.add_argument(
        "--silent-after",
        type=float,
        default=SILENT_SECONDS,
        metavar="SECONDS",
        help="take over from a relay that asked the database nothing for so long",
    )
    options = parser.parse_args(arguments)
    collect_rarely()
    stop = StopRequest()
    stop.on_signals(_leave_in_time)
    try:
        settings = read_settings()
        configure_process(settings.log_level)
        publish(settings, stop.wait, silent_after=options.silent_after)
    except (Refused, TopicDiffers) as error:
        leave("relay.refused", str(error), REFUSED)
    except BaseException as error:
        leave("relay.left", repr(error), START_AGAIN)
    leave("relay.stopped", "asked to", STOPPED)


def publish(settings: Settings, stopped: Callable[[float], bool], *, silent_after: float) -> None:
    """Wait until this is the one relay, then publish until ``stopped`` says so."""
    dsn = session(relay_dsn(settings), application="plaint relay")
    with psycopg.connect(dsn, autocommit=True) as connection:
        state = RelayState(connection, settings.topic, settings.management_topic)
        if not _alone(state, stopped, silent_after):
            return
        state.waits("the broker does not answer")
        with _last_words(state):
            Relay(Log(connection), _publisher(settings), state).run(stopped)


def _publisher(settings: Settings) -> Publisher:
    """Connected to the broker, with all topics as they must be."""
    kafka = Kafka(bootstrap_servers(settings))
    admin = kafka.admin()
    ensure_topic(admin, complaints_topic(settings.topic))
    ensure_topic(admin, management_topic(settings.management_topic))
    ensure_topic(admin, checkpoints_topic(settings.checkpoints_topic))
    admin.close()
    return Publisher(
        kafka,
        settings.topic,
        checkpoints=settings.checkpoints_topic,
        management=settings.management_topic,
        doubt=lambda reason: leave("relay.left", reason, START_AGAIN),
    )


@contextmanager
def _last_words(state: RelayState) -> Iterator[None]:
    """Whoever asks how the relay is shall hear why it left, until the next one gets further."""
    try:
        yield
    except (Refused, TopicDiffers) as error:
        state.refuses(str(error))
        raise
    except TopicMissing as error:
        state.waits(str(error))
        raise
    except (BrokerAway, KafkaError, NoProgress, NotAcknowledged) as error:
        state.waits(f"the broker: {error}")
        raise


def leave(event: str, reason: str, status: int) -> NoReturn:
    """End the process now: no buffer is flushed, no exit handler runs."""
    logger.info(event, reason=reason, status=status)
    sys.stdout.flush()
    os._exit(status)


def _alone(state: RelayState, stopped: Callable[[float], bool], silent_after: float) -> bool:
    """Whether the turn has come; False when asked to stop before that."""
    waiting = False
    while not state.alone():
        if not waiting:
            logger.info("relay.stands_by", reason="another relay publishes this topic")
            waiting = True
        state.stands_by()
        if state.end_silent(silent_after):
            logger.warning("relay.takes_over", seconds=silent_after)
        if stopped(TURN_SECONDS):
            return False
    return True


def _leave_in_time() -> None:
    """Finish what is sent; if Kafka does not answer in time, leave it to the next relay."""
    patience = threading.Timer(
        FAREWELL_SECONDS, leave, ("relay.stopped", "Kafka did not answer in time", STOPPED)
    )
    patience.daemon = True
    patience.start()


if __name__ == "__main__":
    main()
