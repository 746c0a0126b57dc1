"""Which stream a reference belongs to: asked of the record, so it is right at once."""

from psycopg import AsyncConnection
from psycopg.rows import TupleRow, class_row
from psycopg_pool import AsyncConnectionPool

from adapters.references import Found

# From a claimed reference to the command that claimed it, to the stream that began with it. A
# command that splits a complaint claims several references, so the first event's words decide.
OF_CLAIM = """
SELECT event.stream_id, split_part(claim.value, E'\\n', 1) AS legal_entity
  FROM claim
  JOIN command USING (command_id)
  JOIN event ON event.position BETWEEN command.first_position AND command.last_position
 WHERE claim.kind = 'reference' AND claim.value = ANY (%(claims)s)
   AND event.version = 1 AND event.stream_kind = %(kind)s
   AND convert_from(event.public, 'UTF8')::jsonb -> 'data' ->> 'reference' = %(reference)s
"""

# The first claim of each legal entity, one index look-up for each: entities are few and claims
# are many. U+000B follows the line feed that ends an entity's name in a claim.
ENTITIES = """
WITH RECURSIVE entity (name) AS (
    (SELECT split_part(value, E'\\n', 1) FROM claim
      WHERE kind = 'reference' ORDER BY value LIMIT 1)
    UNION ALL
    SELECT (SELECT split_part(value, E'\\n', 1) FROM claim
             WHERE kind = 'reference' AND value > entity.name || E'\\x0b' ORDER BY value LIMIT 1)
      FROM entity WHERE entity.name IS NOT NULL
)
SELECT name FROM entity WHERE name IS NOT NULL
"""


class PostgresReferences:
    """Looks references up in the claims, over a pool that its owner opened with autocommit."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[TupleRow]]) -> None:
        self._pool = pool

    async def by_reference(
        self, reference: str, legal_entities: list[str], *, kind: str
    ) -> list[Found]:
        """The streams that have this reference with these entities, at most one for each."""
        claims = [f"{entity}\n{reference}" for entity in legal_entities]
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=class_row(Found)) as cursor,
        ):
            arguments = {"claims": claims, "reference": reference, "kind": kind}
            await cursor.execute(OF_CLAIM, arguments)
            return await cursor.fetchall()

    async def legal_entities(self) -> list[str]:
        """Every legal entity that ever gave a reference, sorted."""
        async with self._pool.connection() as connection:
            return [str(name) for (name,) in await (await connection.execute(ENTITIES)).fetchall()]
