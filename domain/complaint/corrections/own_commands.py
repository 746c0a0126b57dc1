"""What is set right by a command of its own: a correction of it would change nothing (4.9)."""

from uuid import UUID

from domain.complaint.corrections.corrected_fields import OCCURRED, PROOF
from domain.complaint.events import (
    CommunicationFailed,
    ComplainantLeft,
    ComplainantSubstituted,
    ComplaintAssessed,
    ComplaintAssigned,
    FindingRecorded,
    IssueAdded,
    IssueReclassified,
    ProductRecorded,
    RemedyOffered,
    StaffExcluded,
)
from domain.errors import Refusal
from domain.event import DomainEvent
from domain.privacy import P0, P1, PrivacyClass

INSTEAD: dict[type[DomainEvent], str] = {
    ComplainantLeft: "give substitute_complainant or join_complainant: they get an id of their own",
    ComplainantSubstituted: "give substitute_complainant again, for whoever is right",
    ComplaintAssessed: "give assess with the ground was_wrong",
    ComplaintAssigned: "give assign",
    FindingRecorded: "give record_finding again: the later one counts",
    RemedyOffered: "give offer_remedy, naming it in supersedes, or revoke_remedy",
}
"""What has a later word of its own: a correction of what is decided by it would change nothing."""
OF_ANOTHER = (
    "give report_failed_communication of what did fail; of what did arrive give its command again, "
    "with its time and proof in occurred and entered_from"
)
"""Of what failed: what followed from it is not undone by halves."""
ABOUT_ISSUES = (IssueAdded, IssueReclassified, ProductRecorded)


class OwnCommand(Refusal, code="OwnCommand"):
    """What was decided would be corrected in an event that is not the last word on it."""

    clause = "4.9"
    rule = "this has a command of its own, and a correction would change nothing"
    instead = "give reclassify_issue with the ground was_wrong, or record_product"


class ExclusionStands(OwnCommand, code="ExclusionStands"):
    """An exclusion would be set right by halves."""

    clause = "4.7"
    rule = "an exclusion made in error is void as a whole"
    instead = (
        "correct its field staff and leave out what is right; then exclude_staff whoever was meant"
    )


def check_has_no_command(event: DomainEvent, field: str, mark: PrivacyClass) -> None:
    """Refuse to correct a field on which a later command has the last word. Raises OwnCommand."""
    if isinstance(event, ABOUT_ISSUES) and field in ("category_code", "product_code"):
        raise OwnCommand(type=event.TYPE, field=field)
    if isinstance(event, CommunicationFailed) and field == "target_event_id":
        raise OwnCommand(instead=OF_ANOTHER, type=event.TYPE, field=field)
    if mark in (P0, P1) and type(event) in INSTEAD:
        raise OwnCommand(instead=INSTEAD[type(event)], type=event.TYPE, field=field)


def whose_exclusion(event: DomainEvent, field: str, right: str | None) -> dict[str, UUID | None]:
    """Who is excluded no more by a correction, if it is of an exclusion. Raises ExclusionStands."""
    if not isinstance(event, StaffExcluded) or field in (OCCURRED, PROOF, "explanation"):
        return {}
    if field != "staff" or right is not None:
        raise ExclusionStands(field=field)
    return {"staff": event.staff, "from_id": event.from_id}
