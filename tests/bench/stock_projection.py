"""The stock ``ProjectionRunner`` over the same events: one row an event, the least it can do."""

import time
from typing import Any

from eventsourcing.domain import DomainEvent
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL

from tests.bench.stock import StockComplaints, environment

PATIENCE = 600.0


class StockRows(PostgresTrackingRecorder):
    """A view with one row for each event, stored in one transaction with how far it is."""

    def __init__(self, datastore: PostgresDatastore, **named: Any) -> None:
        super().__init__(datastore, **named)
        self.sql_create_statements.append(
            SQL(
                "CREATE TABLE IF NOT EXISTS bench_stock_row (id bigint PRIMARY KEY, body text)"
            ).format()
        )

    def add(self, body: str, tracking: Tracking) -> None:
        """One row more."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                "INSERT INTO bench_stock_row VALUES (%s, %s)", (tracking.notification_id, body)
            )


class StockView(Projection[StockRows]):
    """What the library asks for to be told of each event."""

    name = "stockview"

    def process_event(self, domain_event: DomainEvent, tracking: Tracking) -> None:
        """Store the event's row."""
        self.view.add(str(vars(domain_event)["body"]), tracking)


def projected_a_second(dsn: str, events: int) -> float:
    """Events a second from the first of so many to the last."""
    start = time.perf_counter()
    with ProjectionRunner(
        application_class=StockComplaints,
        projection_class=StockView,
        view_class=StockRows,
        env=environment(dsn),
    ) as runner:
        runner.wait(events, timeout=PATIENCE)
        return events / (time.perf_counter() - start)
