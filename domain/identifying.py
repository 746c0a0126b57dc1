"""7.2 Who a party is: verified, and corrected where it was wrong or has changed."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.acts import Act
from domain.addressing import ContactTold, check_known
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.events import PartyDetailsCorrected, PartyIdentityVerified
from domain.standing import party_meant
from domain.values import Code


class NothingCorrected(Refusal, code="NothingCorrected"):
    """A correction that names nothing."""

    clause = "4.9"
    rule = "a correction says what is right"
    instead = "give the fields that change in values; null clears one"


class VerifyIdentity(Act):
    """That a party is who they say was checked."""

    party_id: Annotated[UUID | None, Field(description="The complainant, unless told")] = None
    method_code: Annotated[Code, Field(description="Such as call_back or identity_document")]
    level_code: Annotated[Code, Field(description="How sure one is, such as sufficient")]


class CorrectPartyDetails(Act):
    """What is known of a party changes."""

    party_id: Annotated[UUID | None, Field(description="The complainant, unless told")] = None
    values: Annotated[
        ContactTold, Field(description="The fields that change, and what they are now")
    ]
    ground_code: Annotated[Code, Field(description="Such as was_wrong or has_changed")]


def _verify(deed: Deed, command: VerifyIdentity) -> None:
    verified = PartyIdentityVerified(
        party_id=check_known(deed.complaint, command.party_id or deed.complaint.party_id),
        method_code=command.method_code,
        level_code=command.level_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(verified, of=command)


def _correct(deed: Deed, command: CorrectPartyDetails) -> None:
    complaint = deed.complaint
    party_id = party_meant(complaint, deed.actor, command.party_id)
    changed = tuple(sorted(command.values.model_fields_set))
    if not changed:
        raise NothingCorrected(complaint=complaint.reference)
    corrected = PartyDetailsCorrected(
        party_id=check_known(complaint, party_id),
        field_codes=changed,
        ground_code=command.ground_code,
        values=command.values,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(corrected, of=command)


verify_identity = Decision("verify_identity", VerifyIdentity, _verify)
"""Record that a party's identity was checked, in any state (7.2). Raises NoSuchParty."""

correct_party_details = Decision("correct_party_details", CorrectPartyDetails, _correct)
"""Correct what is known of a party, in any state (4.9).

Raises NoSuchParty, NothingCorrected, NotAParty.
"""
