"""Several decisions in one command: the same facts as one by one, whole or not at all."""

from typing import Annotated

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.closing.closing import Close, close
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.investigation.acknowledging import Acknowledge, acknowledge
from domain.complaint.investigation.assessing import Assess, assess, assess_by_default
from domain.complaint.parts import FindingCode, Ids
from domain.complaint.receipt.receiving import Receive, receive
from domain.complaint.remedies.fulfilling import FulfilRemedy, fulfil_remedy
from domain.complaint.remedies.remedy_rules import NewRemedy
from domain.complaint.remedies.remedying import OfferRemedy, offer_remedy
from domain.complaint.response.agreeing import AgreedIssue, AgreeResolution, agree_resolution
from domain.values import Code, Value, VisibleText


class Log(Receive):
    """A complaint reached the organisation, is acknowledged and assessed at once."""

    severity_code: Annotated[Code | None, Field(description="A step of the policy's scale")] = None
    is_safety: Annotated[bool | None, Field(description="Whether health or safety is touched")] = (
        None
    )
    contact_point_code: Code | None = None


class Settlement(Value):
    """On what the complainant and the organisation agreed, on the spot."""

    remedies: Annotated[tuple[NewRemedy, ...], Field(description="What the complainant gets")] = ()
    finding_code: FindingCode = "resolved_without_finding"
    means_code: Annotated[Code, Field(description="How they agreed, such as phone")] = "in_person"
    solution: VisibleText | None = None
    is_carried_out: Annotated[
        bool, Field(description="Whether it was done at once; then the complaint is closed")
    ] = True
    payment_reference: VisibleText | None = None


class Settle(Log, Settlement):
    """A complaint is received and settled at once."""


class SettleReceived(Act, Settlement):
    """A complaint that was received is settled at once."""

    party_ids: Annotated[
        Ids | None, Field(description="Who of several agreed; the complainant, unless told")
    ] = None


def _log(draft: Draft, command: Log) -> None:
    receive.step(draft, command)
    # What follows is done now, whenever the complaint arrived.
    draft.occurred = draft.now
    _acknowledge(draft, command)
    _assess(draft, command)


def _acknowledge(draft: Draft, command: Log) -> None:
    """Nobody can tell the sender of an anonymous complaint that it has arrived."""
    if draft.complaint.party_id is not None:
        acknowledgement = Acknowledge(contact_point_code=command.contact_point_code)
        acknowledge.step(draft, acknowledgement)


def _assess(draft: Draft, command: Log) -> None:
    if command.severity_code is None and command.is_safety is None:
        assess_by_default(draft)
        return
    default = draft.context.policy.defaults.severity_code
    judged = Assess(
        severity_code=command.severity_code or default,
        is_safety=bool(command.is_safety),
        ground_code="not_asked" if command.is_safety is None else None,
    )
    assess.step(draft, judged)


def _settle(draft: Draft, command: Settle) -> None:
    """What is settled on the spot is settled when it comes."""
    came = draft.occurred
    _log(draft, command)
    draft.occurred = came
    _settled(draft, command, Act())


def _settle_received(draft: Draft, command: SettleReceived) -> None:
    _settled(draft, command, command, command.party_ids)


def _settled(draft: Draft, settlement: Settlement, act: Act, party_ids: Ids | None = None) -> None:
    before = set(draft.complaint.remedies)
    for remedy in settlement.remedies:
        for_one = {"party_id": party_ids[0]} if party_ids and len(party_ids) == 1 else {}
        named = {**for_one, **remedy.model_dump(exclude_none=True)}
        offer = OfferRemedy(**named, source_code="on_the_spot")
        offer_remedy.step(draft, offer)
    remedy_ids = tuple(each for each in draft.complaint.remedies if each not in before)
    agreed = AgreeResolution(
        issues=tuple(
            AgreedIssue(issue_id=issue.issue_id, finding_code=settlement.finding_code)
            for issue in draft.complaint.open_issues
        ),
        party_ids=party_ids,
        remedy_ids=remedy_ids,
        means_code=settlement.means_code,
        solution=settlement.solution,
        entered_from=act.entered_from,
        settles_event_ids=act.settles_event_ids,
    )
    agree_resolution.step(draft, agreed)
    if not settlement.is_carried_out:
        return
    for remedy_id in remedy_ids:
        fulfilment = FulfilRemedy(
            remedy_id=remedy_id, payment_reference=settlement.payment_reference
        )
        fulfil_remedy.step(draft, fulfilment)
    close.step(draft, Close(basis_code="accepted_and_carried_out"))


log = Decider(
    "log",
    Log,
    _log,
    clause="7.2",
    summary="Receive, acknowledge and assess a complaint in one go",
    begins=True,
    may=receive.may,
)
"""Receive, acknowledge and assess (7.2 to 7.5); raises what these raise."""

settle = Decider(
    "settle",
    Settle,
    _settle,
    clause="7.2",
    summary="Receive a complaint and settle it on the spot",
    begins=True,
    may=receive.may,
)
"""Log a complaint, offer, agree, carry out and close (7.2 to 7.9); raises what these raise."""

settle_received = Decider(
    "settle_received",
    SettleReceived,
    _settle_received,
    clause="7.7",
    summary="Settle a received complaint on the spot",
    may=agree_resolution.may,
)
"""Offer, agree, carry out and close (7.7 to 7.9); raises what these raise."""
