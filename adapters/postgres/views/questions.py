"""Questions about views turned into SQL, for callers that wait and callers that do not."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from psycopg import AsyncConnection, Connection, sql
from psycopg.errors import UndefinedColumn, UndefinedTable

from adapters.postgres.views.nested import leave_nested
from adapters.postgres.views.tables import listed, named
from adapters.view_answers import Question
from projections._kit import Counts, Ends, Group, Page, Sums, Unless, Where, columns_of
from projections._kit.columns import row_of

OPERATORS = {
    "=": sql.SQL("{} = %s"),
    "<": sql.SQL("{} < %s"),
    "<=": sql.SQL("{} <= %s"),
    ">": sql.SQL("{} > %s"),
    ">=": sql.SQL("{} >= %s"),
    "in": sql.SQL("{} = ANY(%s)"),
    "in or none": sql.SQL("({0} = ANY(%s) OR {0} IS NULL)"),
    "lacks": sql.SQL("NOT {} ? %s::uuid::text"),
    "holds any": sql.SQL("{} ?| %s::text[]"),
    "holds any or nothing": sql.SQL("({0} ?| %s::text[] OR {0} = '[]')"),
}
LEFT_OUT = sql.SQL("NOT EXISTS (SELECT FROM {} AS o WHERE o.complaint_id = t.complaint_id AND {})")
# The bare column, not IS TRUE, is what the planner knows again in an index's WHERE.
CONSTANTS = {
    ("is", None): sql.SQL("{} IS NULL"),
    ("is", True): sql.SQL("{}"),
    ("is", False): sql.SQL("NOT {}"),
    ("is not", None): sql.SQL("{} IS NOT NULL"),
    ("is not", True): sql.SQL("{} IS NOT TRUE"),
    ("is not", False): sql.SQL("{} IS NOT FALSE"),
}


class ViewMissing(UndefinedTable):
    """A view is not there, or still in a version without these columns."""


def statement(question: Question) -> tuple[sql.Composed, list[Any]]:
    """The query and its parameters."""
    if isinstance(question, Ends):
        return _ends(question)
    if isinstance(question, Counts):
        return _counts(question)
    return _page(question) if isinstance(question, Page) else _sums(question)


def answer(question: Question, found: Sequence[tuple[Any, ...]]) -> list[Any]:
    """What the query's rows mean: of a page rows of its type, of sums tuples with the amount last.

    The amount is an integer; of a duration's column the groups come first, in their order. Of ends
    it is one pair.
    """
    if isinstance(question, Ends):
        return list(found)
    if isinstance(question, Page):
        return list(map(row_of(question.row), found))
    return [(*groups, int(amount)) for *groups, amount in found]


def ask(connection: Connection[Any], question: Question) -> list[Any]:
    """The answer, over a connection whose type loaders are the default ones. Raises ViewMissing."""
    with _missing_told(question), connection.cursor(binary=True) as cursor:
        leave_nested(cursor)
        return answer(question, cursor.execute(*statement(question), prepare=True).fetchall())


async def ask_async(connection: AsyncConnection[Any], question: Question) -> list[Any]:
    """The same over an asynchronous connection, such as a pool's."""
    with _missing_told(question):
        async with connection.cursor(binary=True) as cursor:
            leave_nested(cursor)
            await cursor.execute(*statement(question), prepare=True)
            return answer(question, await cursor.fetchall())


@contextmanager
def _missing_told(question: Question) -> Iterator[None]:
    try:
        yield
    except (UndefinedTable, UndefinedColumn) as error:
        raise ViewMissing(
            f"the view {question.view} is not there in this version yet: "
            "wait for the projection worker, or start it"
        ) from error


def _page(page: Page) -> tuple[sql.Composed, list[Any]]:
    conditions, values = _conditions(page.where, page.unless)
    order = sql.SQL(", ").join(map(sql.Identifier, page.order))
    if page.after is not None:
        marks = sql.SQL(", ").join([sql.SQL("%s")] * len(page.after))
        beyond = sql.SQL("<" if page.is_descending else ">")
        conditions.append(sql.SQL("({}) {} ({})").format(order, beyond, marks))
        values += page.after
    query = sql.SQL("SELECT {} FROM {} AS t{} ORDER BY {} LIMIT %s").format(
        _columns(page.row), named(page.view), _where(conditions), _directed(page)
    )
    return query, [*values, page.limit]


def _directed(page: Page) -> sql.Composed:
    way = sql.SQL("{} DESC" if page.is_descending else "{}")
    return sql.SQL(", ").join(way.format(sql.Identifier(column)) for column in page.order)


def _counts(counts: Counts) -> tuple[sql.Composed, list[Any]]:
    conditions, values = _conditions(counts.where, counts.unless)
    query = sql.SQL("SELECT {0}, count(*) FROM {1} AS t{2} GROUP BY {0} ORDER BY {0}").format(
        sql.Identifier(counts.column), named(counts.view), _where(conditions)
    )
    return query, values


@cache
def _columns(row: Any) -> sql.SQL:
    """The row's columns, composed once for all pages."""
    text: Any = listed(columns_of(row)).as_string()
    return sql.SQL(text)


def _sums(sums: Sums) -> tuple[sql.Composed, list[Any]]:
    conditions, values = _conditions(sums.where)
    groups = [_group(group) for group in sums.groups]
    amount = sql.SQL("coalesce(sum(amount), 0)::bigint")
    query = sql.SQL("SELECT {} FROM {}{}{}").format(
        sql.SQL(", ").join([*groups, amount]),
        named(sums.view),
        _where(conditions),
        _grouped(len(groups)),
    )
    return query, values


def _ends(ends: Ends) -> tuple[sql.Composed, list[Any]]:
    conditions, values = _conditions(ends.where)
    query = sql.SQL("SELECT min({0}), max({0}) FROM {1}{2}").format(
        sql.Identifier(ends.column), named(ends.view), _where(conditions)
    )
    return query, values


def _grouped(groups: int) -> sql.Composable:
    places = sql.SQL(", ").join(sql.Literal(number) for number in range(1, groups + 1))
    kept = sql.SQL(" GROUP BY {} HAVING sum(amount) <> 0 ORDER BY {}").format(places, places)
    return kept if groups else sql.SQL("")


def _group(group: Group) -> sql.Composable:
    column = sql.Identifier(group.column)
    if group.period in (None, "day"):
        return column
    # An ISO week begins on Monday, as date_trunc has it.
    return sql.SQL("date_trunc({}, {})::date").format(sql.Literal(group.period), column)


def _conditions(
    where: Sequence[Where], unless: Unless | None = None
) -> tuple[list[sql.Composable], list[Any]]:
    conditions: list[sql.Composable] = []
    values: list[Any] = []
    for condition in where:
        column = sql.Identifier(condition.column)
        if condition.operator in ("is", "is not"):
            constant = CONSTANTS[condition.operator, condition.value]
            conditions.append(constant.format(column))
        else:
            conditions.append(OPERATORS[condition.operator].format(column))
            values.append(condition.value)
    if unless is not None:
        others, more = _conditions(unless.where)
        conditions.append(LEFT_OUT.format(named(unless.view), sql.SQL(" AND ").join(others)))
        values += more
    return conditions, values


def _where(conditions: Sequence[sql.Composable]) -> sql.Composable:
    return sql.SQL(" WHERE ") + sql.SQL(" AND ").join(conditions) if conditions else sql.SQL("")
