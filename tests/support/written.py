"""Which transactions wrote what stands in the views."""

from tests.support.servers import FreshDatabases


def written_by(database: FreshDatabases) -> set[str]:
    """The transactions whose rows stand in the views: of an entry for each event, all of them."""
    with database.superuser() as superuser:
        tables = superuser.execute(
            "SELECT quote_ident(relname) FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = 'views'::regnamespace"
        ).fetchall()
        return {
            str(xmin)
            for (table,) in tables
            for (xmin,) in superuser.execute(
                f"SELECT DISTINCT xmin::text FROM views.{table}".encode()
            )
        }
