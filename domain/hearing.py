"""Annex D: whoever is complained about is told, and heard; who they are is never public."""

from typing import Annotated, Literal

from pydantic import Field

from domain.acts import Act
from domain.deed import Decision, Deed, HasEnded
from domain.events import SubjectPersonInformed, SubjectPersonResponded
from domain.inquirers import check_inquirer
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


def _may_hear(deed: Deed) -> None:
    complaint = deed.complaint
    if not complaint.is_open and complaint.state != "CLOSED":
        raise HasEnded(complaint=complaint.reference, state=complaint.state)
    check_inquirer(deed)


def _inform(deed: Deed, command: InformSubjectPerson) -> None:
    informed = SubjectPersonInformed(
        content_code=command.content_code,
        person=command.person,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(informed, of=command)


def _record_response(deed: Deed, command: RecordSubjectResponse) -> None:
    responded = SubjectPersonResponded(
        statement=command.statement, settles_event_ids=command.settles_event_ids or None
    )
    deed.add(responded, of=command)


inform_subject_person = Decision(
    "inform_subject_person", InformSubjectPerson, _inform, may=_may_hear
)
"""Record what whoever is complained about was told, while open or closed (Annex D).

Raises HasEnded, NotTheirRole.
"""

record_subject_response = Decision(
    "record_subject_response", RecordSubjectResponse, _record_response, may=_may_hear
)
"""Record their account, while open or closed (Annex D). Raises HasEnded, NotTheirRole."""
