"""What is read and written for one batch: one statement each, however many rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from adapters.postgres.views.tables import Target, listed, named
from projections._kit import Column, Kind, Tallies, columns_of
from projections._kit.columns import as_json, values_of
from projections._kit.shapes import SUMMED

ARRAYS: dict[Kind, sql.SQL] = {
    "text": sql.SQL("text[]"),
    "integer": sql.SQL("bigint[]"),
    "boolean": sql.SQL("boolean[]"),
    "uuid": sql.SQL("uuid[]"),
    "instant": sql.SQL("timestamptz[]"),
    "day": sql.SQL("date[]"),
    "octets": sql.SQL("bytea[]"),
    "nested": sql.SQL("text[]"),
}


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements for one target. read: by complaint ids. write, remove: by columns."""

    read: sql.Composed
    write: sql.Composed
    remove: sql.Composed
    clear: sql.Composed
    add: sql.Composed | None


def statements(target: Target) -> Statements:
    """The statements for a target; made once, used for every batch."""
    projection, rows = target.projection, named(target.rows)
    columns = columns_of(projection.row)
    keys = tuple(column for column in columns if column.name in projection.key)
    mine = sql.SQL("{} = ANY(%s::uuid[])").format(sql.Identifier(projection.key[0]))
    return Statements(
        read=sql.SQL("SELECT {} FROM {} WHERE {}").format(listed(columns), rows, mine),
        write=_insertion(target.rows, columns, _replacing(keys, columns)),
        remove=sql.SQL("DELETE FROM {} AS t USING {} WHERE {}").format(
            rows, _given(keys), _matching(keys)
        ),
        clear=sql.SQL("DELETE FROM {} WHERE {}").format(rows, mine),
        add=_addition(target) if isinstance(projection, Tallies) else None,
    )


def _insertion(table: str, columns: tuple[Column, ...], conflict: sql.Composed) -> sql.Composed:
    values = sql.SQL(", ").join(
        sql.SQL("{}{}").format(
            sql.Identifier("n", column.name),
            sql.SQL("::jsonb" if column.kind == "nested" else ""),
        )
        for column in columns
    )
    return sql.SQL("INSERT INTO {} AS t ({}) SELECT {} FROM {} {}").format(
        named(table), listed(columns), values, _given(columns), conflict
    )


def _given(columns: tuple[Column, ...]) -> sql.Composed:
    arrays = sql.SQL(", ").join(sql.SQL("%s::{}").format(ARRAYS[column.kind]) for column in columns)
    return sql.SQL("unnest({}) AS n ({})").format(arrays, listed(columns))


def _replacing(keys: tuple[Column, ...], columns: tuple[Column, ...]) -> sql.Composed:
    others = [column for column in columns if column not in keys]
    if not others:
        return sql.SQL("ON CONFLICT ({}) DO NOTHING").format(listed(keys))
    news = sql.SQL(", ").join(
        sql.SQL("{} = excluded.{}").format(sql.Identifier(c.name), sql.Identifier(c.name))
        for c in others
    )
    return sql.SQL("ON CONFLICT ({}) DO UPDATE SET {}").format(listed(keys), news)


def _matching(keys: tuple[Column, ...]) -> sql.Composed:
    return sql.SQL(" AND ").join(
        sql.SQL("{} = {}").format(sql.Identifier("t", k.name), sql.Identifier("n", k.name))
        for k in keys
    )


def _addition(target: Target) -> sql.Composed:
    cells = columns_of(target.projection.cell) if isinstance(target.projection, Tallies) else ()
    return _insertion(
        target.table,
        (*cells, SUMMED),
        sql.SQL("ON CONFLICT ({}) DO UPDATE SET amount = t.amount + excluded.amount").format(
            listed(cells)
        ),
    )


def arrays(row: type, rows: Sequence[Any]) -> list[list[Any]]:
    """The rows' values column by column, as the statements take them."""
    columns = columns_of(row)
    take = values_of(row)
    if not rows:
        return [[] for _ in columns]
    by_column = [list(values) for values in zip(*map(take, rows), strict=True)]
    for place, column in enumerate(columns):
        if column.kind == "nested":
            by_column[place] = [_json_text(value) for value in by_column[place]]
    return by_column


def _json_text(nested: Any) -> str | None:
    return None if nested is None else as_json(nested).decode()


def key_arrays(target: Target, keys: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    """The keys' parts, in the order of the row's columns, as the removing statement takes them."""
    names = [c.name for c in columns_of(target.projection.row) if c.name in target.projection.key]
    places = [target.projection.key.index(name) for name in names]
    return [[key[place] for key in keys] for place in places]
