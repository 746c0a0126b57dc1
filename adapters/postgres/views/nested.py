"""Nested columns on their way back: as octets, which are decoded with their column's type."""

from psycopg.abc import AdaptContext, Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format


class _Octets(Loader):
    format = Format.BINARY

    def load(self, data: Buffer) -> bytes:
        # The version of the form comes first.
        return bytes(data[1:])


def leave_nested(context: AdaptContext) -> None:
    """Let a connection or a cursor leave what nested columns hold as it came, in binary."""
    context.adapters.register_loader("jsonb", _Octets)
