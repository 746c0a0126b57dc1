"""Builds what the views are asked with, and nothing that commands need."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.postgres.reading import PostgresRecord
from adapters.postgres.views.asking import PostgresAnswers
from adapters.secrets import read_secrets
from adapters.settings import Settings
from services.addresses import folder_of, named_in, writer_dsn
from services.policies.policy_in_force import PolicyBook
from services.queries.view_questions import ViewQuestions


@asynccontextmanager
async def view_questions(settings: Settings) -> AsyncIterator[ViewQuestions]:
    """The questions of the installation that these settings name, connected meanwhile.

    Raises OtherThanAdopted for settings that name another policy, legal entity or zone.
    """
    secret = read_secrets(folder_of(settings).secrets).installation
    record = await PostgresRecord.open(writer_dsn(settings))
    try:
        policies = PolicyBook(record)
        await policies.must_be(named_in(settings))
        yield ViewQuestions(record, policies, PostgresAnswers(record.pool), secret=secret)
    finally:
        await record.aclose()
