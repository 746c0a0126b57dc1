"""Builds everything once: the only module that knows which parts stand behind the ports."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from adapters.documents.folder import DocumentFolder
from adapters.documents.media_types import ALLOWED, named
from adapters.documents.scanning import NoScan, Scan, ScanCommand
from adapters.local.account import account_for
from adapters.postgres import roles
from adapters.postgres.contact_index import ContactIndex
from adapters.postgres.keys import KeyStore
from adapters.postgres.reading import PostgresRecord
from adapters.postgres.reference_lookup import PostgresReferences
from adapters.postgres.removal import SealedRemoval
from adapters.postgres.staff import StaffDirectory
from adapters.postgres.views.asking import PostgresAnswers
from adapters.read_log import ReadLog
from adapters.secrets import KekFile, Secrets, read_secrets
from adapters.settings import Settings
from domain.complaint.documents.attaching import Quota
from services.access.party_keys import PartyKeys
from services.access.principals import Principals
from services.addresses import documents_folder, dsn, folder_of, named_in, writer_dsn
from services.commands.command_service import CommandService
from services.commands.dispatch import Carrying
from services.commands.document_intake import Limits
from services.commands.documents import Documents
from services.commands.duplicates import Duplicates
from services.commands.erasing import Erasures
from services.commands.removals import Removals
from services.operations.supervising import ourselves
from services.policies.policy_in_force import PolicyBook
from services.queries.queries import Questions


@dataclass(frozen=True, slots=True)
class Installation:
    """The parts of a running Plaint that commands and questions go through."""

    settings: Settings
    secrets: Secrets
    record: PostgresRecord
    keys: KeyStore
    policies: PolicyBook
    complaints: CommandService
    index: ContactIndex
    duplicates: Duplicates
    reads: ReadLog
    views: PostgresAnswers
    references: PostgresReferences


@asynccontextmanager
async def installation(settings: Settings) -> AsyncIterator[Installation]:
    """The installation that these settings name, connected; disconnected at the end.

    Raises OtherThanAdopted for settings that name another policy, legal entity or zone.
    """
    secrets = read_secrets(folder_of(settings).secrets)
    keks = KekFile(folder_of(settings).secrets)
    async with AsyncExitStack() as stack:
        record = await PostgresRecord.open(writer_dsn(settings))
        stack.push_async_callback(record.aclose)
        keys = await KeyStore.open(dsn(settings, roles.WRITER, keys=True), keks)
        stack.push_async_callback(keys.aclose)
        index = await ContactIndex.open(dsn(settings, roles.WRITER, keys=True), keks)
        stack.push_async_callback(index.aclose)
        duplicates = Duplicates(record, index, keys)
        policies = PolicyBook(record)
        await policies.must_be(named_in(settings))
        complaints = CommandService(
            record,
            keys=keys,
            policies=policies,
            secret=secrets.installation,
            contacts=duplicates,
        )
        yield Installation(
            settings,
            secrets,
            record,
            keys,
            policies,
            complaints,
            index,
            duplicates,
            ReadLog(folder_of(settings).log),
            PostgresAnswers(record.pool),
            PostgresReferences(record.pool),
        )


def documents(parts: Installation) -> Documents:
    """The documents of an installation."""
    settings = parts.settings
    media_types = [named(one.strip()) for one in (settings.document_types or "").split(",")]
    return Documents(
        parts.complaints,
        parts.record,
        parts.keys,
        store=DocumentFolder(documents_folder(settings)),
        scan=_scan(settings),
        limits=Limits(
            settings.document_limit,
            tuple(filter(None, media_types)) or ALLOWED,
            Quota(settings.documents_per_complaint, settings.document_octets_per_complaint),
        ),
    )


def removals(parts: Installation) -> Removals:
    """Where content of an installation is destroyed by order."""
    return Removals(
        complaints=parts.complaints,
        record=parts.record,
        keys=parts.keys,
        blobs=SealedRemoval(parts.record.pool),
        store=DocumentFolder(documents_folder(parts.settings)),
    )


def erasures(parts: Installation) -> Erasures:
    """Where personal data of an installation is erased."""
    return Erasures(parts.complaints, parts.record, parts.keys)


def carrying(parts: Installation) -> Carrying:
    """Where every command of an installation goes through."""
    return Carrying(removals(parts), erasures(parts), StaffDirectory(parts.record.pool))


def party_keys(parts: Installation, *, by: UUID | None = None) -> PartyKeys:
    """Where keys for parties are made. by: who makes them."""
    pool = parts.record.pool
    return PartyKeys(Questions(parts), Principals(pool, by=by), StaffDirectory(pool), parts.keys)


def _scan(settings: Settings) -> Scan:
    """The search for malware that is named, by the servers' account where we are root; else none.

    Raises AccountRefused.
    """
    if not settings.document_scan:
        return NoScan()
    account = account_for(settings.run_as) if os.geteuid() == 0 else ourselves()
    return ScanCommand(settings.document_scan, account=account)
