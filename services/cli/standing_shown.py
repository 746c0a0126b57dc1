"""What stands beside a complaint's state, at a terminal: flags, people, bodies, links, holds."""

from collections.abc import Iterator

from rich.text import Text

from domain.complaint import Complaint
from domain.state import Referral
from services.cli import words


def lines(complaint: Complaint) -> Iterator[Text]:
    """One line for each; nothing where there is nothing of it."""
    if complaint.is_suspended:
        yield Text("work is suspended", style="bold yellow")
    if complaint.escalation_level:
        yield Text(f"escalated to level {complaint.escalation_level}", style="bold red")
    assessment = complaint.assessment
    if assessment is not None and assessment.handling_code == "extra_care":
        yield Text("handled with extra care", style="bold cyan")
    for referral in complaint.referrals.values():
        yield Text(_outside(referral), style="magenta")
    yield from _people(complaint)
    yield from _joined(complaint)
    for hold in complaint.holds.values():
        until = f" until {hold.until_on}" if hold.until_on else ""
        yield Text(f"legal hold {hold.hold_id.hex[:8]}{until}: {_said(hold.ground_code)}")


def _outside(referral: Referral) -> str:
    body, short = _said(referral.body_code), referral.referral_id.hex[:8]
    if referral.status == "pending":
        return f"at {body}, referral {short}"
    result = f": {_said(referral.result_code)}" if referral.result_code else ""
    return f"{referral.status} by {body}{result}, referral {short}"


def _people(complaint: Complaint) -> Iterator[Text]:
    present = [party for party in complaint.parties.values() if not party.has_left]
    if len(present) > 1:
        named = words.joined([party.party_id.hex[:8] for party in present])
        yield Text(f"complainants: {named}")
    for acting in complaint.representations:
        if not acting.has_ended:
            who = acting.representative_party_id.hex[:8]
            yield Text(f"party {who} acts for party {acting.party_id.hex[:8]}", style="cyan")
    for exclusion in complaint.exclusions.values():
        how = "goes on under a safeguard" if exclusion.is_accepted else "may not act or read"
        yield Text(f"staff {exclusion.staff.hex[:8]} {how}", style="yellow")


def _joined(complaint: Complaint) -> Iterator[Text]:
    if complaint.merged_into is not None:
        yield Text(f"goes on in complaint {complaint.merged_into}")
    for absorbed in complaint.absorbed.values():
        if not absorbed.is_released:
            yield Text(f"answers {absorbed.reference} too")
    if complaint.split_from is not None:
        yield Text(f"split from complaint {complaint.split_from}")
    for link in complaint.links:
        yield Text(f"{_said(link.link)}: complaint {link.other_id}", style="dim")


def _said(code: str) -> str:
    return code.replace("_", " ")
