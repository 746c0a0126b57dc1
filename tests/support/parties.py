"""Fixed example values for tests about complainants and those who act for them."""

from typing import Any
from uuid import UUID

from domain.complaint import events as e
from tests.support.controls import PARTY, named

SOLICITOR = named("solicitor")
SECOND_PARTY = named("second party")


def authorised(
    representative: UUID = SOLICITOR, *, party_id: UUID = PARTY, **changed: Any
) -> e.RepresentativeAuthorised:
    """An authority to act for the complainant."""
    given: dict[str, Any] = {
        "party_id": party_id,
        "representative_party_id": representative,
        "authority_basis_code": "power_of_attorney",
    }
    return e.RepresentativeAuthorised(**{**given, **changed})


def joined(party_id: UUID = SECOND_PARTY, *, must_agree: bool = True) -> e.ComplainantJoined:
    """Another complainant, such as a joint holder."""
    return e.ComplainantJoined(party_id=party_id, kind="person", must_agree=must_agree)


AUTHORISED = authorised()
ENDED_AUTHORITY = e.RepresentationEnded(
    party_id=PARTY, ground_code="revoked", correspondence_to=PARTY
)
JOINED = joined()
