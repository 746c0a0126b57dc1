"""Keys for those outside: each for one party of one complaint, as complainant or representative."""

from datetime import datetime, timedelta
from uuid import UUID

from adapters.clock import now
from adapters.postgres.staff import StaffDirectory
from domain.complaint.parties.addressing import NoSuchParty, check_complainant
from domain.complaint.parties.departed import check_key_goes_on
from domain.complaint.state import Complaint
from domain.values import When
from services.access.new_keys import NewKey, Terms, UnknownRole
from services.access.principals import Principals
from services.access.rights import PARTY_ROLES
from services.queries.queries import Questions
from services.wiring import Installation

UNLIMITED = Terms()


async def new_party_key(
    installation: Installation,
    role: str,
    *,
    complaint: str | None,
    party_id: UUID | None,
    terms: Terms = UNLIMITED,
    by: UUID | None = None,
) -> NewKey:
    """A key with which this party acts in this complaint and in no other.

    complaint: its uuid or reference. by: who makes it. Raises NotFound, SeveralFound, UnknownRole;
    NoSuchParty for somebody who has not this role in the complaint, KeyHasEnded for who has no
    part any more.
    """
    if role not in PARTY_ROLES or complaint is None or party_id is None:
        raise UnknownRole(
            "a key for one complaint is a party's: "
            f"give --role {' or '.join(PARTY_ROLES)}, --complaint and --party-id"
        )
    questions = Questions(installation)
    told = await questions.complaint(await questions.find(complaint))
    _check_has_part(told.complaint, role, party_id)
    principals = Principals(installation.record.pool, by=by)
    return await principals.new(
        role, principal_id=party_id, label=terms.label, expires_at=terms.expires_at
    )


async def replaced_key(
    installation: Installation,
    prefix: str,
    *,
    overlap: timedelta,
    expires_at: datetime | None,
    by: UUID | None = None,
) -> NewKey:
    """A key in the place of another; of a party only while they have a part in their complaint.

    Raises what Principals.replace and new_party_key raise; UnknownRole for a party of whom the
    complaint holds nothing to find it by.
    """
    old = await StaffDirectory(installation.record.pool).find(prefix)
    if old is not None and old.role in PARTY_ROLES:
        held = await installation.keys.complaints_of(old.principal_id)
        if not held:
            raise UnknownRole(
                f"nothing is held of the party of {prefix}, or no more: if they still have a part, "
                "make a key with `plaint key new`, --complaint and --party-id"
            )
        for one in held:
            told = await Questions(installation).complaint(one)
            _check_has_part(told.complaint, old.role, old.principal_id)
    principals = Principals(installation.record.pool, by=by)
    return await principals.replace(prefix, overlap=overlap, expires_at=expires_at)


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
