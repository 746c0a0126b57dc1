"""What a correction of the record changes in a complaint (4.9)."""

from dataclasses import replace

from domain.complaint.change import Changes
from domain.complaint.corrections.corrected_fields import (
    RECEIVED,
    corrected_code,
    corrected_receipt,
    corrected_when,
    when_of,
)
from domain.complaint.deadlines.corrected_pauses import pauses_told_right
from domain.complaint.deadlines.extensions_told import with_extensions_told
from domain.complaint.events import RecordCorrected
from domain.complaint.state import Absorbed, Complaint, PartyState
from domain.complaint.tracking.communications import told_right
from domain.recorded import Recorded
from domain.values import When


def _corrected(complaint: Complaint, event: RecordCorrected, _recorded: Recorded) -> Complaint:
    if event.staff is not None:
        void = (event.staff, event.from_id)
        left = {each: one for each, one in complaint.exclusions.items() if each != void}
        return complaint.changed(exclusions=left)
    came = complaint.absorbed.get(event.from_id) if event.from_id else None
    if came is not None and (receipt := corrected_receipt(event)):
        return _came_corrected(complaint, came, receipt)
    party = complaint.parties.get(event.party_id) if event.party_id else None
    if party is not None and party.from_id and (own := corrected_code(event, RECEIVED)):
        return _of_person_corrected(complaint, party, when_of(own) or party.received)
    if event.target_event_id != complaint.received_event_id:
        complaint = told_right(_ending_corrected(complaint, event), event)
        complaint = with_extensions_told(complaint, event.target_event_id)
        return pauses_told_right(complaint, event)
    received = corrected_when(event) or complaint.received
    return complaint.changed(
        received=received,
        zone=complaint.zone or received.zone,
        channel_code=corrected_code(event, "channel_code") or complaint.channel_code,
        contact_class=corrected_code(event, "contact_class") or complaint.contact_class,
    )


def _came_corrected(complaint: Complaint, came: Absorbed, receipt: When) -> Complaint:
    """The right receipt of a merged complaint, which its people are told of, too."""
    brought, parties = came.brought, dict(complaint.parties)
    if len(brought) == 1:
        brought = (brought[0].model_copy(update={"received": receipt}),)
        for party in complaint.parties.values():
            if party.from_id == came.from_id and party.received == came.received:
                parties[party.party_id] = replace(party, received=receipt)
    absorbed = {
        **complaint.absorbed,
        came.from_id: replace(came, received=receipt, brought=brought),
    }
    return complaint.changed(absorbed=absorbed, parties=parties)


def _of_person_corrected(
    complaint: Complaint, party: PartyState, received: When | None
) -> Complaint:
    """The right receipt of the complaint that somebody made who came with a merged one."""
    parties = {**complaint.parties, party.party_id: replace(party, received=received)}
    absorbed = {
        key: replace(
            each,
            brought=tuple(
                one.model_copy(update={"received": received})
                if (key, one.reference) == (party.from_id, party.reference)
                else one
                for one in each.brought
            ),
        )
        for key, each in complaint.absorbed.items()
    }
    return complaint.changed(parties=parties, absorbed=absorbed)


def _ending_corrected(complaint: Complaint, event: RecordCorrected) -> Complaint:
    ending, when = complaint.ending, corrected_when(event)
    if ending is None or when is None or ending.event_id != event.target_event_id:
        return complaint
    return complaint.changed(ending=replace(ending, occurred=when))


CHANGES: Changes = {
    RecordCorrected: _corrected,
}
