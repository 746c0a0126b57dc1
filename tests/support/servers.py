"""A PostgreSQL for the tests, and fresh databases in it as fast as a file can be copied."""

import itertools
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from adapters.local.postgres_server import PostgresServer
from adapters.postgres.existing_installations import plaint_databases
from adapters.postgres.provision import Databases, provision, rights
from adapters.postgres.roles import LOGINS, OWNER, VIEWS, WRITER

DROPPED_TOGETHER = 12
OF_TESTS = re.compile(r"plaint_test_\d+_")
PASSWORDS = {role: f"{role}-in-tests" for role in LOGINS}


class ServerInUse(RuntimeError):
    """The server is not for tests: a Plaint lives there, and tests would shut it out."""


@dataclass(frozen=True)
class FreshDatabases:
    """A record and its key store, empty, with all roles able to come in."""

    admin_dsn: str
    names: Databases

    def dsn(self, role: str = WRITER) -> str:
        """The record as a role of Plaint sees it."""
        return _for_role(self.admin_dsn, self.names.record, role)

    def keys_dsn(self) -> str:
        """The key store as plaint_writer sees it."""
        return _for_role(self.admin_dsn, self.names.keys, WRITER)

    def superuser(self, *, keys: bool = False) -> psycopg.Connection[tuple[object, ...]]:
        """A connection that may do everything, to the record or to the key store."""
        name = self.names.keys if keys else self.names.record
        return psycopg.connect(make_conninfo(self.admin_dsn, dbname=name), autocommit=True)


class Cluster:
    """A server with a template of both databases, from which fresh ones are copied.

    The roles get the passwords of the tests. Raises ServerInUse, before anything was changed, for
    a server on which a Plaint lives that is not the tests'.
    """

    def __init__(self, admin_dsn: str) -> None:
        self._numbers = itertools.count(1)
        self._done_with: list[Databases] = []
        self._template = self._named("template")
        with psycopg.connect(admin_dsn, autocommit=True) as admin:
            _one_at_a_time(admin)
            _must_have_no_plaint(admin)
            # An address may leave these to libpq; tests that go there by another way want to know.
            self.admin_dsn = make_conninfo(admin_dsn, host=admin.info.host, port=admin.info.port)
            provision(self.admin_dsn, PASSWORDS, self._template)

    @contextmanager
    def databases(self, *, of: FreshDatabases | None = None) -> Iterator[FreshDatabases]:
        """A pair of databases that is dropped later; its log has an id of its own.

        of: the pair to copy, log and all, with nobody connected to it; else they are empty.
        """
        names, template = self._named(str(next(self._numbers))), of.names if of else self._template
        with psycopg.connect(self.admin_dsn, autocommit=True) as admin:
            _copy(admin, template.record, names.record, record=True)
            _copy(admin, template.keys, names.keys, record=False)
        fresh = FreshDatabases(self.admin_dsn, names)
        if of is None:
            with fresh.superuser() as connection:
                connection.execute("SELECT renew_log_id()")
        try:
            yield fresh
        finally:
            self._done_with.append(names)
            if len(self._done_with) >= DROPPED_TOGETHER:
                self._drop()

    def close(self) -> None:
        """Leaves nothing behind on a server that is not ours, unless other tests still use it."""
        self._done_with.append(self._template)
        self._drop()
        with psycopg.connect(self.admin_dsn, autocommit=True) as admin:
            _one_at_a_time(admin)
            for role in (*LOGINS, VIEWS, OWNER):
                with suppress(psycopg.errors.DependentObjectsStillExist):
                    admin.execute(f"DROP ROLE IF EXISTS {role}".encode())

    def _drop(self) -> None:
        """Drops what is done with: together, for the server makes a checkpoint for each."""
        pairs = [(names.record, names.keys) for names in self._done_with]
        self._done_with.clear()
        with psycopg.connect(self.admin_dsn, autocommit=True) as admin:
            # A role is not dropped while PostgreSQL looks for a database that is just going.
            _one_at_a_time(admin)
            for name in itertools.chain.from_iterable(pairs):
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                admin.execute(drop.format(sql.Identifier(name)))

    def _named(self, which: str) -> Databases:
        start = f"plaint_test_{os.getpid()}_{which}"
        return Databases(start, f"{start}_keys")


@contextmanager
def server_of_our_own() -> Iterator[tuple[PostgresServer, str]]:
    """A running server and its administrator's address; its files go at the end."""
    folder = Path(tempfile.mkdtemp(prefix="plaint-test-", dir="/tmp"))
    folder.chmod(0o711)
    run_as = "nobody" if os.geteuid() == 0 else None
    server = PostgresServer(folder / "postgres", secrets=folder / "secrets", run_as=run_as)
    try:
        yield server, server.start().dsn("postgres")
    finally:
        server.stop()
        shutil.rmtree(folder)


def _one_at_a_time(admin: psycopg.Connection[tuple[object, ...]]) -> None:
    """Wait while another run, or worker, makes or drops the roles that all share on a server."""
    admin.execute("SELECT pg_advisory_lock(hashtext('roles of the tests'))")


def _must_have_no_plaint(admin: psycopg.Connection[tuple[object, ...]]) -> None:
    found = [name for name in plaint_databases(admin) if not OF_TESTS.match(name)]
    if found:
        raise ServerInUse(
            f"a Plaint lives on this server (databases: {', '.join(found)}), and tests would set "
            f"the passwords of its roles ({', '.join(LOGINS)}) anew: name a server without one in "
            "PLAINT_TEST_DATABASE_URL, or unset it, and the tests start a server of their own"
        )


def _copy(admin: psycopg.Connection[tuple[object, ...]], of: str, to: str, *, record: bool) -> None:
    creation = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
    admin.execute(creation.format(*map(sql.Identifier, (to, of, OWNER))))
    for statement in rights(to, record=record):
        if "DATABASE" in statement:
            admin.execute(statement.encode())


def _for_role(admin_dsn: str, database: str, role: str) -> str:
    return make_conninfo(admin_dsn, dbname=database, user=role, password=PASSWORDS[role])
