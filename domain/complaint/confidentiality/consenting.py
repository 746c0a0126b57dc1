"""4.10 Consent: what a party lets be done with what they told, and whether they still do."""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ConsentRecorded
from domain.complaint.linking.told_of_people import OfMatter, tell_matter
from domain.complaint.parties.access import party_meant
from domain.complaint.parties.addressing import check_known
from domain.complaint.state import Complaint, Consent
from domain.errors import Refusal
from domain.roles import HANDLER, PARTY
from domain.values import Code


class NoSuchConsent(Refusal, code="NoSuchConsent"):
    """A consent is named that nobody gave, or not for this."""

    clause = "4.10"
    rule = "this party gave no such consent"
    instead = "name a consent of theirs, or record a new one"


class ConsentNotGiven(Refusal, code="ConsentNotGiven"):
    """Something rests on a consent that was refused or withdrawn."""

    clause = "4.10"
    rule = "the consent does not stand"
    instead = "ask again and record the consent, or leave consent_id out"


class RecordConsent(OfMatter):
    """A party gives consent for a purpose, refuses it or withdraws it."""

    party_id: Annotated[UUID | None, Field(description="The complainant, unless told")] = None
    purpose_code: Annotated[Code, Field(description="Such as forwarding or publication")]
    is_given: bool
    consent_id: Annotated[
        UUID | None, Field(description="The consent that changes; a new one, unless told")
    ] = None


def check_consent(complaint: Complaint, consent_id: UUID | None) -> None:
    """Refuse a consent that does not stand, where one is named.

    Raises NoSuchConsent, ConsentNotGiven.
    """
    if consent_id is None:
        return
    consent = complaint.consents.get(consent_id)
    if consent is None:
        raise NoSuchConsent(complaint=complaint.reference, consent_id=consent_id)
    for each in (consent, *_refused_since(complaint, consent)):
        if not each.is_given:
            raise ConsentNotGiven(consent_id=each.consent_id, purpose_code=each.purpose_code)


def _refused_since(complaint: Complaint, consent: Consent) -> Iterator[Consent]:
    """What the same party refused for the same, in a complaint that was merged into this one."""
    meant = (consent.party_id, consent.purpose_code)
    for each in complaint.consents.values():
        if each.from_id and (each.party_id, each.purpose_code) == meant:
            yield each


def _record_consent(draft: Draft, command: RecordConsent) -> None:
    complaint = draft.complaint
    party_id = check_known(complaint, party_meant(complaint, draft.actor, command.party_id))
    if command.consent_id is not None:
        _check_same(complaint, command.consent_id, party_id=party_id, purpose=command.purpose_code)
    recorded = ConsentRecorded(
        consent_id=command.consent_id or draft.new_id("consent"),
        purpose_code=command.purpose_code,
        is_given=command.is_given,
        party_id=party_id,
        settles_event_ids=command.settles_event_ids or None,
    )
    cause = len(draft.facts)
    draft.add(recorded, of=command)
    tell_matter(draft, recorded, cause)


def _check_same(complaint: Complaint, consent_id: UUID, *, party_id: UUID, purpose: str) -> None:
    known = complaint.consents.get(consent_id)
    if known is None or (known.party_id, known.purpose_code) != (party_id, purpose):
        raise NoSuchConsent(
            complaint=complaint.reference, consent_id=consent_id, purpose_code=purpose
        )


record_consent = Decider(
    "record_consent",
    RecordConsent,
    _record_consent,
    clause="4.10",
    summary="Record what a party consents to, or no more",
    roles=HANDLER | PARTY,
)
"""Record a consent, or that it stands no more, in any state (4.10)."""
