"""Annex D: whoever is complained about is told, and heard; who they are is never public."""

from typing import Annotated, Literal

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import SubjectPersonInformed, SubjectPersonResponded
from domain.complaint.investigation.investigators import check_inquirer
from domain.complaint.preconditions import HasEnded
from domain.roles import INQUIRY
from domain.values import VisibleText


class InformSubjectPerson(Act):
    """Whoever is complained about is told of the complaint, or how it stands."""

    content_code: Annotated[
        Literal["complaint", "interview", "progress", "outcome"],
        Field(description="What they are told of"),
    ]
    person: Annotated[VisibleText | None, Field(description="Who it is; sealed")] = None


class RecordSubjectResponse(Act):
    """Whoever is complained about gives their account."""

    statement: Annotated[VisibleText | None, Field(description="In their words; sealed")] = None


def _may_hear(draft: Draft) -> None:
    complaint = draft.complaint
    if not complaint.is_open and complaint.state != "CLOSED":
        raise HasEnded.of(complaint)
    check_inquirer(draft)


def _inform(draft: Draft, command: InformSubjectPerson) -> None:
    informed = SubjectPersonInformed(
        content_code=command.content_code,
        person=command.person,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(informed, of=command)


def _record_response(draft: Draft, command: RecordSubjectResponse) -> None:
    responded = SubjectPersonResponded(
        statement=command.statement, settles_event_ids=command.settles_event_ids or None
    )
    draft.add(responded, of=command)


inform_subject_person = Decider(
    "inform_subject_person",
    InformSubjectPerson,
    _inform,
    clause="7.6",
    summary="Record what the person complained about was told",
    roles=INQUIRY,
    may=_may_hear,
)
"""Record what whoever is complained about was told, while open or closed (Annex D)."""

record_subject_response = Decider(
    "record_subject_response",
    RecordSubjectResponse,
    _record_response,
    clause="7.6",
    summary="Record the account of the person complained about",
    roles=INQUIRY,
    may=_may_hear,
)
"""Record their account, while open or closed (Annex D)."""
