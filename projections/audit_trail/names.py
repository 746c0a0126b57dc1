"""What a complaint's events say, with what they name by its name: those facts bear ids alone."""

import re
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from domain.complaint.events import ActionPlanned, DeadlineMet, DeadlineSet
from domain.complaint.fold import evolve
from domain.complaint.linking.brought_matter import owed_alone
from domain.complaint.state import Complaint, DeadlineState, PartyState
from domain.recorded import Recorded
from projections.audit_trail.phrasing import sentence, spoken
from projections.audit_trail.sentences import SENTENCES

SHORT_ID = re.compile(r"(?:[Dd]eadline )?\b([0-9a-f]{8})\b")
NONE: Mapping[UUID, str] = {}


def named_told(
    history: Iterable[Recorded], references: Mapping[UUID, str] = NONE
) -> dict[UUID, str]:
    """For each event, by its id, a sentence that names what it is about, as of that event.

    history: a complaint's from its first event on. references: of the other complaints that it
    names, as far as they are known.
    """
    sentences: dict[UUID, str] = {}
    complaint: Complaint | None = None
    for recorded in history:
        complaint = evolve(complaint, recorded)
        sentences[recorded.event_id] = _begun(_told(complaint, recorded, references))
    return sentences


def _told(complaint: Complaint, recorded: Recorded, references: Mapping[UUID, str]) -> str:
    event = recorded.event
    if isinstance(event, DeadlineMet) and event.deadline_id in complaint.deadlines:
        due = complaint.deadlines[event.deadline_id]
        return f"{_due(complaint, due)}: done on {spoken(event.met)}, {due.lateness_told}."
    names = {spoken(one): name for one, name in (*references.items(), *_names(complaint))}
    if isinstance(event, DeadlineSet):
        due = complaint.deadlines[event.deadline_id]
        names[spoken(event.deadline_id)] = spoken(event.deadline_id) + _to_whom(complaint, due)
    if isinstance(event, ActionPlanned):
        del names[spoken(event.action_id)]
    text = sentence(SENTENCES[event.TYPE], event)
    return SHORT_ID.sub(lambda found: names.get(found[1], found[0]), text)


def _names(complaint: Complaint) -> Iterator[tuple[UUID, str]]:
    for absorbed in complaint.absorbed.values():
        yield absorbed.from_id, absorbed.reference
    for issue in complaint.issues.values():
        yield issue.issue_id, str(issue.issue_no)
    for party in complaint.parties.values():
        yield party.party_id, _person(party)
    for action in complaint.actions.values():
        yield action.action_id, f"{spoken(action.action_id)} ({spoken(action.kind_code)})"
    for due in complaint.deadlines.values():
        yield due.fact.deadline_id, _due(complaint, due)


def _person(party: PartyState) -> str:
    return spoken(party.party_id) + (f" of {party.reference}" if party.reference else "")


def _due(complaint: Complaint, due: DeadlineState) -> str:
    return f"{spoken(due.fact.kind)} {spoken(due.fact.deadline_id)}{_to_whom(complaint, due)}"


def _to_whom(complaint: Complaint, due: DeadlineState) -> str:
    person = owed_alone(complaint, due)
    return f" to party {_person(person)}" if person else ""


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
