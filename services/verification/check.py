"""``plaint check``: store, topic and views compared, from the first event to the last."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing

import psycopg

from adapters.documents.folder import DocumentFolder
from adapters.kafka.clients import Kafka
from adapters.local.jars import default_cache
from adapters.local.kafka_server import KafkaServer
from adapters.postgres import roles
from adapters.postgres.log import Log
from adapters.postgres.migrations import KEYS, RECORD
from adapters.postgres.pages import KeyPages, Pages
from adapters.postgres.relay_state import RelayRow, RelayState
from adapters.postgres.session import session
from adapters.secrets import read_secrets
from adapters.settings import Settings
from projections import discover
from services import addresses
from services.verification.check_claims import check_strays
from services.verification.check_documents import check_documents
from services.verification.check_record import (
    APPLICATION,
    Source,
    check_commands,
    check_events,
    check_keys,
    check_protection,
    check_stray_blobs,
    check_turns,
)
from services.verification.check_results import Checked, Finding, skipped
from services.verification.check_topic import compare
from services.verification.check_views import check_views

Bar = Callable[[str, int | None], AbstractContextManager[Callable[[int], None]]]


def check(
    settings: Settings, *, topic: bool, views: bool, processes: int, progress: Bar
) -> Checked:
    """Look at all that the installation holds, while it runs, and change nothing of it.

    topic, views: whether to look at them too. Raises NotRunning, SecretsMissing, BrokerAway,
    TopicMissing, psycopg.OperationalError.
    """
    began = time.monotonic()
    kafka = _broker(settings, wanted=topic)
    record = psycopg.connect(
        session(addresses.writer_dsn(settings), application=APPLICATION), autocommit=True
    )
    with closing(record):
        log = Log(record)
        head, row = log.head(), RelayState(record, settings.topic, settings.management_topic).read()
        found = _record(settings, log, Pages(record), head, processes=processes, progress=progress)
        if isinstance(kafka, str):
            found.append(skipped("topic", kafka))
        else:
            found.append(_topic(settings, log, Pages(record), kafka, row=row, progress=progress))
        found += _views(settings, head, wanted=views, processes=processes, progress=progress)
        return Checked(
            log_id=log.log_id(),
            head=head,
            is_same=not any(one.differs for one in found),
            seconds=time.monotonic() - began,
            findings=tuple(found),
        )


def _record(
    settings: Settings, log: Log, pages: Pages, head: int, *, processes: int, progress: Bar
) -> list[Finding]:
    keys_dsn = addresses.dsn(settings, roles.WRITER, keys=True)
    source = Source(addresses.writer_dsn(settings), keys_dsn, head)
    with progress("events", head) as advance:
        looks = check_events(source, processes=processes, advance=advance)
    furthest = check_commands(pages, head, looks["commands"])
    if furthest > (now := log.head()):
        said = f"a command wrote up to {furthest} and the record ends at {now}: its end is gone"
        looks["positions"].differ(now + 1, said)
    check_turns(pages, head, looks["moments"])
    check_stray_blobs(pages, head, looks["sealed"])
    check_strays(pages, looks["claims"])
    keks = read_secrets(addresses.folder_of(settings).secrets).keks
    with psycopg.connect(session(keys_dsn, application=APPLICATION), autocommit=True) as keys:
        secrets = check_keys(KeyPages(keys), keks)
        store = DocumentFolder(addresses.documents_folder(settings))
        documents = check_documents(pages, KeyPages(keys), store, head)
        protection = check_protection({RECORD: pages.connection, KEYS: keys})
    return [look.found() for look in (*looks.values(), secrets, documents, protection)]


def _topic(
    settings: Settings, log: Log, pages: Pages, kafka: Kafka, *, row: RelayRow | None, progress: Bar
) -> Finding:
    with progress("records of the topic", None) as advance:
        look = compare(
            pages,
            log,
            kafka,
            topics=(settings.topic, settings.management_topic),
            row=row,
            advance=advance,
        )
    return look.found()


def _broker(settings: Settings, *, wanted: bool) -> Kafka | str:
    """The broker that holds the topic, which has to answer; or why the topic is not looked at."""
    if not wanted:
        return "it was not asked for"
    if settings.kafka == "off":
        return "this installation runs without Kafka"
    folder = addresses.folder_of(settings)
    if settings.kafka_bootstrap_servers is None:
        ours = KafkaServer(folder.kafka, jars=default_cache(), run_as=settings.run_as)
        if ours.pid is None and not isinstance(folder.read_run().get("kafka"), str):
            return "no Kafka runs here"
        if ours.pid is None and (folder.kafka / "data").exists():
            return "Plaint is stopped, and its Kafka with it"
    kafka = Kafka(addresses.bootstrap_servers(settings))
    kafka.admin().close()
    return kafka


def _views(
    settings: Settings, head: int, *, wanted: bool, processes: int, progress: Bar
) -> list[Finding]:
    if not wanted:
        return [skipped("views", "they were not asked for")]
    with progress("events in the views", head) as advance:
        dsn = addresses.replayer_dsn(settings)
        return check_views(dsn, discover(), processes=processes, advance=advance)
