"""7.2 Receipt: what is recorded when a complaint arrives, and whereto it is sent on."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.codes import check_codes, is_product_listed, version_of
from domain.complaint.acts import Act
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ComplaintReceived, ForwardedBy, Issue, RemedySought
from domain.complaint.issues.selecting import one_open_issue, open_issues
from domain.complaint.parties.addressing import ContactTold
from domain.complaint.parties.joining import kind_of
from domain.complaint.parties.representing import Authority, authorise
from domain.complaint.preconditions import ReceivedAlready
from domain.errors import Refusal
from domain.policy import Policy
from domain.values import Code, Language, Money, Value, VisibleText, When

Submitter = Literal["complainant", "representative", "third_party", "staff"]


class PartyTwice(Refusal, code="PartyTwice"):
    """An anonymous complaint with a name."""

    clause = "4.10"
    rule = "an anonymous complaint names nobody"
    instead = "leave complainant out, or complainant_kind"


class NewIssue(Value):
    """One thing complained about, as it is told at receipt."""

    category_code: Code | None = None
    unit_complained_about: Code | None = None
    product_code: Code | None = None
    occurred: When | None = None
    recurring: bool | None = None
    seeks: tuple[Code, ...] = ()
    claimed_loss: Money | None = None
    wish: VisibleText | None = None


class Receive(Act):
    """A complaint reached the organisation: only what happened is required (4.5, 7.2)."""

    narrative: Annotated[
        VisibleText, Field(description="What happened, in the complainant's words")
    ]
    issues: Annotated[
        tuple[NewIssue, ...], Field(description="What it is about; one issue, unless told")
    ] = ()
    complainant: Annotated[
        ContactTold | None, Field(description="Who complains, and how to reach them")
    ] = None
    complainant_kind: Annotated[
        Literal["person", "organisation", "anonymous"] | None,
        Field(description="Anonymous where no complainant is named, unless told"),
    ] = None
    representative: Annotated[
        Authority | None, Field(description="Who acts for them, where somebody does")
    ] = None
    submitted_by: Annotated[
        Submitter | None,
        Field(description="The representative where one is named, else the complainant"),
    ] = None
    channel_code: Annotated[Code | None, Field(description="How it arrived")] = None
    received_by_unit: Code | None = None
    received_by: UUID | None = None
    forwarded_by: ForwardedBy | None = None
    contact_class: Literal["complaint", "feedback", "enquiry", "service_request", "dispute"] = (
        "complaint"
    )
    subject_kind: Literal["product", "service", "complaint_handling", "conduct", "other"] | None = (
        None
    )
    received_language: Language | None = None
    reply_language: Language | None = None
    interpreter_used: bool | None = None
    prior_route: (
        Literal["none", "front_line", "social_media", "media", "regulator", "other"] | None
    ) = None
    product_reference: Annotated[
        VisibleText | None, Field(description="Order, policy or serial number")
    ] = None
    access_needs: tuple[VisibleText, ...] = ()


class SeekRemedy(Act):
    """The complainant says what should be done about an issue."""

    issue_id: Annotated[UUID | None, Field(description="The only issue, unless told")] = None
    kinds: Annotated[tuple[Code, ...], Field(min_length=1, description="Kinds of remedy")]
    claimed_loss: Money | None = None
    wish: Annotated[VisibleText | None, Field(description="In the complainant's words")] = None


def _may_receive(draft: Draft) -> None:
    if draft.state is not None:
        raise ReceivedAlready(complaint=draft.state.reference)


def _receive(draft: Draft, command: Receive) -> None:
    draft.add(_receipt(draft, command), of=command)
    if command.representative and (party_id := draft.complaint.party_id):
        authorise(draft, command, command.representative, party_id=party_id)
    for number, issue in enumerate(command.issues, start=1):
        if issue.seeks or issue.wish or issue.claimed_loss:
            _sought(draft, command, number, issue)


def _receipt(draft: Draft, command: Receive) -> ComplaintReceived:
    policy, actor = draft.context.policy, draft.actor
    channel = command.channel_code or policy.defaults.channel_code
    check_codes(policy, "channels", [channel])
    kind = _complainant_kind(command)
    is_unknown = kind == "anonymous" and command.representative is None
    submitter: Submitter = "complainant" if command.representative is None else "representative"
    return ComplaintReceived(
        reference=draft.context.reference,
        channel_code=channel,
        received_by_unit=command.received_by_unit or actor.unit,
        received_by=command.received_by or (actor.id if actor.kind == "staff" else None),
        legal_entity=draft.context.legal_entity,
        complainant_kind=kind,
        party_id=None if is_unknown else draft.new_id("party"),
        submitted_by=command.submitted_by or submitter,
        forwarded_by=command.forwarded_by,
        contact_class=command.contact_class,
        subject_kind=command.subject_kind or policy.defaults.subject_kind,
        received_language=command.received_language,
        reply_language=command.reply_language,
        interpreter_used=command.interpreter_used,
        prior_route=command.prior_route,
        issues=tuple(_issues(draft, command.issues or (NewIssue(),))),
        complainant=command.complainant,
        product_reference=command.product_reference,
        narrative=command.narrative,
        access_needs=command.access_needs or None,
    )


def _complainant_kind(command: Receive) -> Literal["person", "organisation", "anonymous"]:
    contact, kind = command.complainant, command.complainant_kind
    if kind == "anonymous" and contact is not None:
        raise PartyTwice
    if kind is not None:
        return kind
    is_known = contact is not None or command.representative is not None
    return kind_of(contact) if is_known else "anonymous"


def _issues(draft: Draft, issues: tuple[NewIssue, ...]) -> list[Issue]:
    policy = draft.context.policy
    default = policy.defaults.category_code
    check_codes(policy, "categories", (issue.category_code or default for issue in issues))
    return [
        Issue(
            issue_id=draft.new_id("issue"),
            issue_no=number,
            category_code=issue.category_code or default,
            taxonomy_version=version_of(policy, "categories"),
            unit_complained_about=issue.unit_complained_about,
            product_code=issue.product_code,
            occurred=issue.occurred,
            recurring=issue.recurring,
            is_product_unlisted=_is_unlisted(policy, issue.product_code),
        )
        for number, issue in enumerate(issues, start=1)
    ]


def _is_unlisted(policy: Policy, product_code: str | None) -> Literal[True] | None:
    """Receiving never fails for a product; that the policy does not know it is remarked (4.5)."""
    is_known = product_code is None or is_product_listed(policy, product_code)
    return None if is_known else True


def _sought(draft: Draft, command: Receive, number: int, issue: NewIssue) -> None:
    check_codes(draft.context.policy, "remedy_kinds", issue.seeks)
    state = list(draft.complaint.issues.values())[number - 1]
    sought = RemedySought(
        issue_id=state.issue_id,
        issue_no=state.issue_no,
        kinds=issue.seeks,
        claimed_loss=issue.claimed_loss,
        wish=issue.wish,
    )
    draft.add(sought, of=command)


def _may_seek(draft: Draft) -> None:
    open_issues(draft.require_open())


def _seek_remedy(draft: Draft, command: SeekRemedy) -> None:
    complaint = draft.complaint
    check_codes(draft.context.policy, "remedy_kinds", command.kinds)
    issue = one_open_issue(complaint, command.issue_id)
    sought = RemedySought(
        issue_id=issue.issue_id,
        issue_no=issue.issue_no,
        kinds=command.kinds,
        claimed_loss=command.claimed_loss,
        wish=command.wish,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(sought, of=command)


receive = Decider(
    "receive",
    Receive,
    _receive,
    clause="7.2",
    summary="Record a complaint that has arrived",
    begins=True,
    may=_may_receive,
)
"""Record a complaint, and who acts for its complainant (7.2)."""

seek_remedy = Decider(
    "seek_remedy",
    SeekRemedy,
    _seek_remedy,
    clause="7.2",
    summary="Record what the complainant wants done",
    may=_may_seek,
)
"""Record what the complainant seeks (7.2)."""
