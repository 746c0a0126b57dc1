"""What is read and written for one batch: one statement each, however many rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from adapters.postgres.arrays import (
    Array,
    Booleans,
    Days,
    Instants,
    Jsons,
    LargeIntegers,
    Octets,
    Texts,
    Uuids,
    column,
)
from adapters.postgres.views.tables import Target, listed, named
from projections._kit import Column, Kind, Tallies, columns_of
from projections._kit.columns import as_json, values_of
from projections._kit.shapes import SUMMED

ARRAYS: dict[Kind, type[Array]] = {
    "text": Texts,
    "integer": LargeIntegers,
    "boolean": Booleans,
    "uuid": Uuids,
    "instant": Instants,
    "day": Days,
    "octets": Octets,
    "nested": Jsons,
}


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements for one target, composed. read: by complaint ids. write, remove: by columns.

    add: of tallies, amounts to cells.
    """

    read: bytes
    write: bytes
    remove: bytes
    clear: bytes
    add: bytes | None


def statements(target: Target) -> Statements:
    """The statements for a target; made once, used for every batch."""
    projection, rows = target.projection, named(target.rows)
    columns = columns_of(projection.row)
    keys = tuple(column for column in columns if column.name in projection.key)
    mine = sql.SQL("{} = ANY(%s::uuid[])").format(sql.Identifier(projection.key[0]))
    read = sql.SQL("SELECT {} FROM {} WHERE {}").format(listed(columns), rows, mine)
    write = _insertion(target.rows, columns, _replacing(keys, columns))
    matching = (rows, _given(keys), _matching(keys))
    remove = sql.SQL("DELETE FROM {} AS t USING {} WHERE {}").format(*matching)
    clear = sql.SQL("DELETE FROM {} WHERE {}").format(rows, mine)
    add = _addition(target).as_bytes() if isinstance(projection, Tallies) else None
    return Statements(read.as_bytes(), write.as_bytes(), remove.as_bytes(), clear.as_bytes(), add)


def _insertion(table: str, columns: tuple[Column, ...], conflict: sql.Composed) -> sql.Composed:
    values = sql.SQL(", ").join(sql.Identifier("n", each.name) for each in columns)
    return sql.SQL("INSERT INTO {} AS t ({}) SELECT {} FROM {} {}").format(
        named(table), listed(columns), values, _given(columns), conflict
    )


def _given(columns: tuple[Column, ...]) -> sql.Composed:
    marks = sql.SQL(", ").join([sql.SQL("%s")] * len(columns))
    return sql.SQL("unnest({}) AS n ({})").format(marks, listed(columns))


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


def arrays(row: type, rows: Sequence[Any]) -> list[Array]:
    """The rows' values column by column, as the statements take them."""
    columns = columns_of(row)
    by_column = zip(*map(values_of(row), rows), strict=True) if rows else [()] * len(columns)
    return [_array(one, values) for one, values in zip(columns, by_column, strict=True)]


def _array(of: Column, values: Iterable[Any]) -> Array:
    if of.kind == "nested":
        values = [None if value is None else as_json(value) for value in values]
    return column(ARRAYS[of.kind], values)


def key_arrays(target: Target, keys: Sequence[tuple[Any, ...]]) -> list[Array]:
    """The keys' parts, in the order of the row's columns, as the removing statement takes them."""
    key = target.projection.key
    parts = [one for one in columns_of(target.projection.row) if one.name in key]
    return [_array(part, [each[key.index(part.name)] for each in keys]) for part in parts]
