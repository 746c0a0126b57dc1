"""7.2 Who a party is: verified, and corrected where it was wrong or has changed."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import PartyDetailsCorrected, PartyIdentityVerified
from domain.complaint.linking.told_of_guests import correct_where_merged
from domain.complaint.linking.told_of_people import OfMerged
from domain.complaint.parties.access import party_meant
from domain.complaint.parties.addressing import ContactTold, check_known
from domain.errors import Refusal
from domain.roles import HANDLER, PARTY
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


class CorrectPartyDetails(OfMerged):
    """What is known of a party changes."""

    party_id: Annotated[UUID | None, Field(description="The complainant, unless told")] = None
    values: Annotated[
        ContactTold, Field(description="The fields that change, and what they are now")
    ]
    ground_code: Annotated[Code, Field(description="Such as was_wrong or has_changed")]


def _verify(draft: Draft, command: VerifyIdentity) -> None:
    verified = PartyIdentityVerified(
        party_id=check_known(draft.complaint, command.party_id or draft.complaint.party_id),
        method_code=command.method_code,
        level_code=command.level_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(verified, of=command)


def _correct(draft: Draft, command: CorrectPartyDetails) -> None:
    complaint = draft.complaint
    party_id = party_meant(complaint, draft.actor, command.party_id)
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
    cause = len(draft.facts)
    draft.add(corrected, of=command)
    correct_where_merged(draft, corrected, cause)


verify_identity = Decider(
    "verify_identity",
    VerifyIdentity,
    _verify,
    clause="7.2",
    summary="Record that a party's identity was checked",
)
"""Record that a party's identity was checked, in any state (7.2)."""

correct_party_details = Decider(
    "correct_party_details",
    CorrectPartyDetails,
    _correct,
    clause="4.9",
    summary="Correct what is known of a party",
    roles=HANDLER | PARTY,
)
"""Correct what is known of a party, in any state (4.9)."""
