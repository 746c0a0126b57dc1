"""Keys for those outside: each for one party of one complaint, as complainant or representative."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from adapters.clock import now
from adapters.data_keys import DataKeys
from adapters.postgres.staff import StaffDirectory, StaffKey
from domain.complaint.parties.addressing import NoSuchParty, check_complainant
from domain.complaint.parties.departed import check_key_goes_on
from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.values import When
from services.access.new_keys import NewKey, Terms, UnknownRole
from services.access.principals import Principals
from services.access.rights import PARTY_ROLES
from services.queries.queries import Questions

UNLIMITED = Terms()
Part = Literal["goes_on", "over", "nothing_held"]
"""Whether the party of a key has a part in their complaint; of an erased one nothing is held."""


class PartyKeys:
    """Makes keys for parties. held: tells where a party has a part."""

    def __init__(
        self, questions: Questions, principals: Principals, staff: StaffDirectory, held: DataKeys
    ) -> None:
        self._questions = questions
        self._principals = principals
        self._staff = staff
        self._held = held

    async def new(
        self, role: str, *, complaint: str | None, party_id: UUID | None, terms: Terms = UNLIMITED
    ) -> NewKey:
        """A key with which this party acts in this complaint and in no other.

        complaint: its uuid or reference. Raises NotFound, SeveralFound, UnknownRole; NoSuchParty
        for somebody who has not this role in the complaint, KeyHasEnded for who has no part any
        more.
        """
        if role not in PARTY_ROLES or complaint is None or party_id is None:
            raise UnknownRole(
                "a key for one complaint is a party's: "
                f"give --role {' or '.join(PARTY_ROLES)}, --complaint and --party-id"
            )
        as_of = await self._questions.complaint(await self._questions.find(complaint))
        _check_has_part(as_of.complaint, role, party_id)
        return await self._principals.new(
            role, principal_id=party_id, label=terms.label, expires_at=terms.expires_at
        )

    async def replaced(
        self, prefix: str, *, overlap: timedelta, expires_at: datetime | None
    ) -> NewKey:
        """A key in the place of another; of a party only while they have a part in their complaint.

        Raises what Principals.replace and new raise; UnknownRole for a party of whom the complaint
        holds nothing to find it by.
        """
        old = await self._staff.find(prefix)
        if old is not None and old.role in PARTY_ROLES:
            held = await self._held.complaints_of(old.principal_id)
            if not held:
                raise UnknownRole(
                    f"nothing is held of the party of {prefix}, or no more: if they still have a "
                    "part, make a key with `plaint key new`, --complaint and --party-id"
                )
            for one in held:
                as_of = await self._questions.complaint(one)
                _check_has_part(as_of.complaint, old.role, old.principal_id)
        return await self._principals.replace(prefix, overlap=overlap, expires_at=expires_at)

    async def parts_of(self, keys: Iterable[StaffKey]) -> dict[str, Part]:
        """By prefix, of the keys of parties: whether their part goes on, and they are let in."""
        theirs = [key for key in keys if key.role in PARTY_ROLES]
        return {key.prefix: await self._part(key) for key in theirs}

    async def _part(self, key: StaffKey) -> Part:
        held = await self._held.complaints_of(key.principal_id)
        for one in held:
            as_of = await self._questions.complaint(one)
            with suppress(Refusal):
                _check_has_part(as_of.complaint, key.role, key.principal_id)
                return "goes_on"
        return "over" if held else "nothing_held"


def _check_has_part(complaint: Complaint, role: str, party_id: UUID) -> None:
    if role == "representative":
        _check_representative(complaint, party_id)
    else:
        check_complainant(complaint, party_id)
    today = When(at=now(), zone=complaint.zone or "UTC").day
    check_key_goes_on(complaint, party_id, on=today)


def _check_representative(complaint: Complaint, party_id: UUID) -> None:
    acting = {each.representative_party_id for each in complaint.representations}
    if party_id not in acting:
        raise NoSuchParty(complaint=complaint.reference, party_id=party_id)
