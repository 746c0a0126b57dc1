"""4.9 What went to a party since theirs was merged: it lies where the complaint goes on."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from domain.complaint.linking.told_of_people import who_is_who
from domain.complaint.party_view.circle import Circle
from domain.complaint.party_view.shape import OwnComplaint, OwnFinding, Sent
from domain.complaint.state import Complaint


def circle_there(circle: Circle, *, source: Complaint, target: Complaint) -> Circle:
    """The same people, as they are known in the complaint that theirs goes on in."""
    absorbed = target.absorbed.get(source.complaint_id)
    pairs = who_is_who(absorbed, target=target, source=source) if absorbed else []
    return Circle(frozenset(there for there, own in pairs if own in circle.ids))


def with_what_went_on(
    told: OwnComplaint,
    there: OwnComplaint,
    *,
    source: Complaint,
    target: Complaint,
    before: Collection[UUID],
) -> OwnComplaint:
    """With what was sent to them since, its documents and remedies, by their own points.

    before: what was told in the other complaint until theirs came.
    """
    numbers = {
        issue.issue_no: source.issues[origin.issue_id].issue_no
        for issue in target.issues.values()
        if (origin := issue.told.moved_from) and origin.complaint_id == source.complaint_id
    }
    sent = tuple(_by_own(one, numbers) for one in there.sent if one.sent_id not in before)
    named = {remedy_id for one in sent for remedy_id in one.remedy_ids}
    remedies = tuple(one for one in there.remedies if one.remedy_id in named)
    since = {one.sent_id for one in sent}
    documents = tuple(one for one in there.documents if one.sent_id in since)
    return replace(
        told,
        sent=(*told.sent, *sent),
        remedies=(*told.remedies, *remedies),
        documents=(*told.documents, *documents),
    )


def _by_own(sent: Sent, numbers: dict[int, int]) -> Sent:
    findings: tuple[OwnFinding, ...] = tuple(
        replace(each, issue_no=numbers[each.issue_no])
        for each in sent.findings
        if each.issue_no in numbers
    )
    return replace(sent, findings=findings)
