"""What a complaint's events say of its due dates, each by its name: those facts bear ids alone."""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from domain.complaint import Complaint, evolve
from domain.events import DeadlineMet, DeadlineSet
from domain.recorded import Recorded
from domain.state import DeadlineState
from projections._kit.sentences import SENTENCES
from projections._kit.speaking import sentence, spoken

SHORT_ID = re.compile(r"(?:[Dd]eadline )?\b([0-9a-f]{8})\b")


def due_told(history: Iterable[Recorded]) -> dict[UUID, str]:
    """For each event about due dates, by its id, a sentence that names them, as of that event.

    history: a complaint's from its first event on.
    """
    told: dict[UUID, str] = {}
    complaint: Complaint | None = None
    for recorded in history:
        complaint = evolve(complaint, recorded)
        if recorded.event.TYPE.startswith("Deadline"):
            told[recorded.event_id] = _told(complaint.deadlines, recorded)
    return told


def _told(known: Mapping[UUID, DeadlineState], recorded: Recorded) -> str:
    event = recorded.event
    if isinstance(event, DeadlineMet) and event.deadline_id in known:
        due = known[event.deadline_id]
        return _begun(f"{_name(due)}: done on {spoken(event.met)}, {due.lateness_told}.")
    own = event.deadline_id if isinstance(event, DeadlineSet) else None
    names = {spoken(one): _name(due) for one, due in known.items() if one != own}
    told = sentence(SENTENCES[event.TYPE], event)
    return _begun(SHORT_ID.sub(lambda found: names.get(found[1], found[0]), told))


def _name(due: DeadlineState) -> str:
    return f"{spoken(due.fact.kind)} {spoken(due.fact.deadline_id)}"


def _begun(told: str) -> str:
    return told[:1].upper() + told[1:]
