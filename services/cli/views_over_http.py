"""What the views answer over HTTP, in the shapes in which the keyboard shows its own answers."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from projections.case_queue import CaseRow
from services.cli.api_client import Api, read_as
from services.queries.answers import QueuePage, QueueRow, Trends, TrendsAsked
from services.queries.trend_values import printed
from services.representations.views import QueueAnswer, StandingsAnswer


def queue(api: Api, **wanted: Any) -> QueuePage:
    """A page of the queue. Raises RequestFailed."""
    answer = read_as(QueueAnswer, api.get("/v1/queue", **wanted))
    names = [field.name for field in fields(CaseRow)]
    rows = [
        QueueRow(
            waiting=CaseRow(**{name: getattr(row, name) for name in names}),
            is_overdue=row.is_overdue,
            is_due_soon=row.is_due_soon,
            is_represented=row.is_represented,
            age_days=row.age_days,
        )
        for row in answer.rows
    ]
    return QueuePage(rows=tuple(rows), now=answer.now, cursor=answer.cursor, source=answer.source)


def trends(api: Api, queries: Iterable[TrendsAsked]) -> list[Trends]:
    """Figures, each asked by itself. Raises RequestFailed."""
    return [read_as(Trends, api.get("/v1/trends", **_asked(one))) for one in queries]


def standings(api: Api) -> StandingsAnswer:
    """How far the views are. Raises RequestFailed."""
    return read_as(StandingsAnswer, api.get("/v1/projections"))


def _asked(one: TrendsAsked) -> dict[str, Any]:
    only = [f"{name}:{printed(value)}" for name, values in one.only.items() for value in values]
    lists = {"by": ",".join(one.by) or None, "only": ",".join(only) or None}
    days = {"period": one.period, "since": one.since, "until": one.until}
    return {"figure": one.figure, **lists, **days}
