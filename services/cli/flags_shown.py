"""What stands beside a complaint's state, at a terminal: flags, people, bodies, links, holds."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from rich.text import Text

from domain.complaint.authority.state import awaiting
from domain.complaint.deadlines.carry_over import of_party
from domain.complaint.linking.brought_matter import documents_elsewhere
from domain.complaint.parties.access import is_excluded
from domain.complaint.state import Absorbed, ApprovalRequest, Complaint, Referral
from services.cli import formatting


def lines(complaint: Complaint, references: Mapping[UUID, str]) -> Iterator[Text]:
    """One line for each; nothing where there is nothing of it.

    references: what is quoted for the complaints that it names.
    """
    if complaint.is_suspended:
        day = complaint.suspended_until_on
        suspension = f"work is suspended until {day}" if day else "work is suspended"
        yield Text(suspension, style="bold yellow")
    if complaint.escalation_level:
        yield Text(f"escalated to level {complaint.escalation_level}", style="bold red")
    assessment = complaint.assessment
    if assessment is not None and assessment.handling_code == "extra_care":
        yield Text("handled with extra care", style="bold cyan")
    for referral in complaint.referrals.values():
        yield Text(_outside(referral), style="magenta")
    yield from _people(complaint)
    yield from _joined(complaint, references)
    for request in awaiting(complaint.approvals):
        yield Text(_awaiting(request), style="bold magenta")
    for hold in complaint.holds.values():
        until = f" until {hold.until_on}" if hold.until_on else ""
        yield Text(f"legal hold {hold.hold_id.hex[:8]}{until}: {_said(hold.ground_code)}")


def _awaiting(request: ApprovalRequest) -> str:
    """What was asked for and has not happened, by whom, since when, and who may approve it."""
    what = f"{_said(request.act_code)}, because {_said(request.ground_code)}"
    who = f"requested by {request.author.hex[:8]}, since {formatting.instant(request.requested_at)}"
    roles = " or ".join(map(_said, request.approving_roles))
    until = f"until {formatting.instant(request.stands_until)}, then to be asked for anew"
    return f"awaits approval {request.approval_id.hex[:8]} by {roles}: {what}; {who}, {until}"


def _outside(referral: Referral) -> str:
    body, short = _said(referral.body_code), referral.referral_id.hex[:8]
    if referral.status == "pending":
        return f"at {body}, referral {short}"
    result = f": {_said(referral.result_code)}" if referral.result_code else ""
    return f"{referral.status} by {body}{result}, referral {short}"


def _people(complaint: Complaint) -> Iterator[Text]:
    present = [party for party in complaint.parties.values() if not party.has_left]
    if len(present) > 1:
        named = formatting.joined([party.party_id.hex[:8] for party in present])
        yield Text(f"complainants: {named}")
    for acting in complaint.representations:
        if not acting.has_ended:
            who = acting.representative_party_id.hex[:8]
            yield Text(f"party {who} acts for party {acting.party_id.hex[:8]}", style="cyan")
    for staff in dict.fromkeys(each.staff for each in complaint.exclusions.values()):
        is_out = is_excluded(complaint, staff)
        how = "may not act or read" if is_out else "goes on under a safeguard"
        yield Text(f"staff {staff.hex[:8]} {how}", style="yellow")


def _joined(complaint: Complaint, references: Mapping[UUID, str]) -> Iterator[Text]:
    def quoted(complaint_id: UUID) -> str:
        return references.get(complaint_id) or f"complaint {complaint_id}"

    if complaint.merged_into is not None:
        yield Text(f"goes on in {quoted(complaint.merged_into)}")
    for absorbed in complaint.absorbed_now:
        yield from _answered_too(complaint, absorbed)
    if complaint.split_from is not None:
        yield Text(f"split from {quoted(complaint.split_from)}")
    if complaint.split_into:
        yield Text(
            f"split off: {formatting.joined([quoted(each) for each in complaint.split_into])}"
        )
    for pointer in documents_elsewhere(complaint):
        yield Text(f"document {pointer.document_id.hex[:8]} lies in {pointer.reference}")
    for link in complaint.links:
        yield Text(f"{_said(link.link)}: {quoted(link.other_id)}", style="dim")


def _answered_too(complaint: Complaint, absorbed: Absorbed) -> Iterator[Text]:
    """Another complaint that is answered here, and what is still to be told to its people."""
    if absorbed.received is None and absorbed.ground_code == "represented_group":
        yield Text(f"answers {absorbed.reference} too; nobody of it came along: let them join")
        return
    for one in absorbed.brought:
        day = one.received.day if one.received else None
        yield Text(f"answers {one.reference} too{f', received on {day}' if day else ''}")
    for party in complaint.parties.values():
        if party.from_id == absorbed.from_id and not party.has_left:
            waits = [_said(one.fact.kind) for one in of_party(complaint, party.party_id)]
            still = f"; still due to them: {formatting.joined(waits)}" if waits else ""
            came = f"party {party.party_id.hex[:8]} came with {party.reference}"
            yield Text(f"{came}{still}", style="cyan")


def _said(code: str) -> str:
    return code.replace("_", " ")
