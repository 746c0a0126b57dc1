"""The tables of a projection, made from the dataclasses that are its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from psycopg import sql

from adapters.postgres.roles import ANALYST
from adapters.postgres.views.fingerprint import fingerprint
from projections._kit import Column, Kind, Projection, Tallies, columns_of
from projections._kit.shapes import shown_columns

SCHEMA = "views"
LONGEST_NAME = 40

TYPES: dict[Kind, sql.SQL] = {
    "text": sql.SQL('text COLLATE "C"'),
    "integer": sql.SQL("bigint"),
    "boolean": sql.SQL("boolean"),
    "uuid": sql.SQL("uuid"),
    "instant": sql.SQL("timestamptz"),
    "day": sql.SQL("date"),
    "octets": sql.SQL("bytea"),
    "nested": sql.SQL("jsonb"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a projection is written: its own tables, or others beside them while it is rebuilt."""

    projection: Projection
    suffix: str = ""

    @property
    def mark(self) -> str:
        """The name under which watermarks and troubles are kept."""
        return self.projection.name + self.suffix

    @property
    def table(self) -> str:
        """The table that readers see: rows, entries, or cells with their amounts."""
        return f"{self.projection.name}_v{self.projection.version}{self.suffix}"

    @property
    def rows(self) -> str:
        """The table of rows by key: the same, but of tallies the folded complaints."""
        return f"{self.table}_folded" if isinstance(self.projection, Tallies) else self.table

    @property
    def tables(self) -> tuple[str, ...]:
        """All tables of the projection, the one that readers see first."""
        return (self.table,) if self.rows == self.table else (self.table, self.rows)


def named(table: str) -> sql.Identifier:
    """A table or view in the schema of the views."""
    return sql.Identifier(SCHEMA, table)


def listed(columns: tuple[Column, ...]) -> sql.Composed:
    """The columns' names with commas between."""
    return sql.SQL(", ").join(sql.Identifier(column.name) for column in columns)


def creation(target: Target) -> list[sql.Composed]:
    """The statements that make a projection's tables, their indexes and their descriptions."""
    return [*bare_creation(target), *indexing(target)]


def indexing(target: Target) -> list[sql.Composed]:
    """The statements that make the indexes by which readers look; filled tables get them faster."""
    return [_index(target.table, index.columns, index.where) for index in target.projection.indexes]


def scratch_creation(target: Target) -> list[sql.Composed]:
    """The statements that make tables to compare with, which a crash may empty."""
    return [
        *bare_creation(target),
        *[sql.SQL("ALTER TABLE {} SET UNLOGGED").format(named(table)) for table in target.tables],
    ]


def bare_creation(target: Target) -> list[sql.Composed]:
    """The statements that make a projection's tables and their descriptions.

    Raises ValueError for a name so long that PostgreSQL would cut it.
    """
    projection = target.projection
    if len(projection.name) > LONGEST_NAME:
        raise ValueError(
            f"{projection.name} is too long a name (at most {LONGEST_NAME}): choose a shorter one"
        )
    key = sql.SQL(", PRIMARY KEY ({})").format(
        sql.SQL(", ").join(sql.Identifier(part) for part in projection.key)
    )
    made = _table(target.rows, columns_of(projection.row), key)
    if isinstance(projection, Tallies):
        cells = columns_of(projection.cell)
        amount = sql.SQL(", amount bigint NOT NULL, UNIQUE NULLS NOT DISTINCT ({})")
        made += _table(target.table, cells, amount.format(listed(cells)))
    return [*made, description(target)]


def description(target: Target) -> sql.Composed:
    """What a table says of itself: its question, and by which code it is filled."""
    projection = target.projection
    about = f"{projection.question} (code {fingerprint(projection)})"
    comment = sql.SQL("COMMENT ON TABLE {} IS {}")
    return comment.format(named(target.table), sql.Literal(about))


def _table(table: str, columns: tuple[Column, ...], rest: sql.Composed) -> list[sql.Composed]:
    body = sql.SQL(", ").join(
        sql.SQL("{} {}{}").format(
            sql.Identifier(column.name),
            TYPES[column.kind],
            sql.SQL("" if column.is_optional else " NOT NULL"),
        )
        for column in columns
    )
    created = sql.SQL("CREATE TABLE {} ({}{})").format(named(table), body, rest)
    return [created, *_described(table, columns)]


def _described(relation: str, columns: Iterable[Column]) -> list[sql.Composed]:
    """What the columns of a table or a view hold, said in the database."""
    comment = sql.SQL("COMMENT ON COLUMN {} IS {}")
    return [
        comment.format(sql.Identifier(SCHEMA, relation, column.name), sql.Literal(column.sentence))
        for column in columns
    ]


def _index(table: str, columns: tuple[str, ...], where: str | None) -> sql.Composed:
    only = sql.SQL("") if where is None else sql.SQL(" WHERE {}").format(sql.Identifier(where))
    names = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    return sql.SQL("CREATE INDEX ON {} ({}){}").format(named(table), names, only)


def view_of(target: Target) -> list[sql.Composed]:
    """The statements that make the view with the projection's own name read these tables."""
    name = named(target.projection.name)
    shown = readable(target.projection)
    only = " WHERE amount <> 0" if isinstance(target.projection, Tallies) else ""
    return [
        sql.SQL("DROP VIEW IF EXISTS {}").format(name),
        sql.SQL("CREATE VIEW {} AS SELECT {} FROM {}{}").format(
            name, shown, named(target.table), sql.SQL(only)
        ),
        *_opened_to_analysts(target),
    ]


def _opened_to_analysts(target: Target) -> list[sql.Composed]:
    """What lets analysts read the view by SQL and say what its columns hold; octets are closed."""
    name, columns = target.projection.name, shown_columns(target.projection)
    plain = tuple(column for column in columns if column.kind != "octets")
    grant = sql.SQL("GRANT SELECT ({}) ON {} TO {}")
    return [
        grant.format(listed(plain), named(name), sql.Identifier(ANALYST)),
        sql.SQL("COMMENT ON VIEW {} IS {}").format(
            named(name), sql.Literal(target.projection.question)
        ),
        *_described(name, columns),
    ]


def readable(projection: Projection) -> sql.Composed:
    """What readers see of a projection."""
    return listed(shown_columns(projection))


def readable_order(projection: Projection) -> sql.Composed:
    """The order of the key, in which equal views are equal line by line."""
    if isinstance(projection, Tallies):
        return listed(columns_of(projection.cell))
    return sql.SQL(", ").join(sql.Identifier(part) for part in projection.key)


def renaming(target: Target, other: Target) -> list[sql.Composed]:
    """The statements that give a projection's tables the names of another target."""
    return [
        sql.SQL("ALTER TABLE {} RENAME TO {}").format(named(old), sql.Identifier(new))
        for old, new in zip(target.tables, other.tables, strict=True)
    ]


def dropping(target: Target) -> list[sql.Composed]:
    """The statements that remove a projection's tables, where they exist."""
    return [sql.SQL("DROP TABLE IF EXISTS {}").format(named(table)) for table in target.tables]


def log_suffix(log_id: UUID) -> str:
    """The suffix of tables that belong to a former incarnation of the log."""
    return f"_log_{log_id.hex[:8]}"
