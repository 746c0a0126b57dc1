"""7.2 What a complaint is about is revised: a point joins, is classified anew or is dropped."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from domain.codes import check_codes, check_product, version_of
from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.deadlines.extension_limits import ABOVE_LIMIT, is_beyond_extension
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import DeadlineSet, IssueAdded, IssueReclassified, ProductRecorded
from domain.complaint.investigation.investigating import AlreadyDecided
from domain.complaint.issues.selecting import one_issue
from domain.complaint.lifecycle import BEFORE_DECISION
from domain.complaint.linking.told_of_issues import OfIssue, tell_of_the_issue
from domain.complaint.linking.told_of_people import OfMerged
from domain.complaint.linking.told_where_it_goes_on import due_where_it_goes_on, keep_right
from domain.complaint.preconditions import NotReceived
from domain.decision_context import NewEvent
from domain.errors import Refusal
from domain.roles import INQUIRY
from domain.values import Code, VisibleText


class JoinsNoMore(Refusal, code="JoinsNoMore"):
    """A new point comes after the answer to the others."""

    clause = "7.2"
    rule = "a new point joins a complaint only until it is answered"
    instead = "receive it as a complaint of its own, and link the two"


class ClassifiedSo(Refusal, code="ClassifiedSo"):
    """An issue would be classified as it is already."""

    clause = "7.2"
    rule = "the issue is classified so already"
    instead = "name another category"


class AddIssue(Act):
    """A related point joins the complaint; an unrelated one is a complaint of its own."""

    category_code: Annotated[
        Code | None, Field(description="The policy's default, unless told")
    ] = None
    unit_complained_about: Code | None = None
    product_code: Code | None = None
    description: Annotated[VisibleText | None, Field(description="What it is about")] = None


class ReclassifyIssue(OfMerged):
    """An issue belongs to another category than was recorded."""

    NEEDS_HISTORIES: ClassVar[bool] = True
    ALSO_APPROVE: ClassVar[tuple[str, ...]] = (ABOVE_LIMIT,)

    issue_id: Annotated[UUID | None, Field(description="The only issue, unless told")] = None
    category_code: Code
    ground_code: Literal["was_wrong", "facts_changed"]


class ProductKnown(Refusal, code="ProductKnown"):
    """A product would be recorded that is recorded already."""

    clause = "7.2"
    rule = "the issue is recorded as about this product already"
    instead = "name another product"


class RecordProduct(OfMerged):
    """It became known which product an issue is about, or it is another than was recorded."""

    NEEDS_HISTORIES: ClassVar[bool] = True
    ALSO_APPROVE: ClassVar[tuple[str, ...]] = (ABOVE_LIMIT,)

    issue_id: Annotated[UUID | None, Field(description="The only issue, unless told")] = None
    product_code: Code


def _may_add(draft: Draft) -> None:
    complaint = draft.require_open()
    if complaint.state == "DECIDED":
        raise AlreadyDecided(complaint=complaint.reference)
    if complaint.state not in BEFORE_DECISION:
        raise JoinsNoMore(complaint=complaint.reference, state=complaint.state)


def _add_issue(draft: Draft, command: AddIssue) -> None:
    complaint, policy = draft.complaint, draft.context.policy
    category = command.category_code or policy.defaults.category_code
    check_codes(policy, "categories", [category])
    if command.product_code:
        check_product(policy, command.product_code)
    added = IssueAdded(
        issue_id=draft.new_id("issue"),
        issue_no=1 + max(issue.issue_no for issue in complaint.issues.values()),
        category_code=category,
        taxonomy_version=version_of(policy, "categories"),
        unit_complained_about=command.unit_complained_about,
        product_code=command.product_code,
        description=command.description,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(added, of=command)


def _may_tell(draft: Draft) -> None:
    """Raises NotReceived."""
    if draft.state is None:
        raise NotReceived


def _reclassify_issue(draft: Draft, command: ReclassifyIssue) -> None:
    policy = draft.context.policy
    issue = one_issue(draft.complaint, command.issue_id)
    check_codes(policy, "categories", [command.category_code])
    version = version_of(policy, "categories")
    if (issue.told.category_code, issue.told.taxonomy_version) == (command.category_code, version):
        raise ClassifiedSo(issue=issue.issue_no, category=command.category_code, version=version)
    reclassified = IssueReclassified(
        issue_id=issue.issue_id,
        issue_no=issue.issue_no,
        category_code=command.category_code,
        taxonomy_version=version,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    for_approval = ActForApproval(act=command.model_copy(update={"issue_id": issue.issue_id}))
    approval = approval_of(draft, for_approval, is_needed=_gives_time(draft, reclassified))
    _tell(draft, reclassified.model_copy(update=approval), command)


def _record_product(draft: Draft, command: RecordProduct) -> None:
    issue = one_issue(draft.complaint, command.issue_id)
    check_product(draft.context.policy, command.product_code)
    if issue.told.product_code == command.product_code and not issue.told.is_product_unlisted:
        raise ProductKnown(issue=issue.issue_no, product=command.product_code)
    recorded = ProductRecorded(
        issue_id=issue.issue_id,
        issue_no=issue.issue_no,
        product_code=command.product_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    named = command.model_copy(update={"issue_id": issue.issue_id})
    for_approval = ActForApproval(act=named, ground_code="product_known")
    approval = approval_of(draft, for_approval, is_needed=_gives_time(draft, recorded))
    _tell(draft, recorded.model_copy(update=approval), command)


def _tell(draft: Draft, event: OfIssue, command: Act | None) -> None:
    """Tell it here, and wherever the issue is merged."""
    cause, before = len(draft.facts), due_where_it_goes_on(draft)
    draft.add(event, of=command)
    tell_of_the_issue(draft, event, cause)
    keep_right(draft, before, cause)


def _gives_time(draft: Draft, event: OfIssue) -> bool:
    """Whether the fact makes a due date later than an extension may, here or where it goes on."""
    tried = Draft(draft.context, draft.complaint, draft.occurred)
    _tell(tried, event, None)
    return any(_is_beyond(draft, fact) for fact in tried.facts)


def _is_beyond(draft: Draft, fact: NewEvent) -> bool:
    anew = fact.event
    if not isinstance(anew, DeadlineSet) or anew.replaces is None:
        return False
    there = draft.other(fact.stream_id) if fact.stream_id else draft.complaint
    replaced = there.deadlines.get(anew.replaces)
    of_it = Draft(draft.context, there, draft.occurred)
    return replaced is not None and is_beyond_extension(of_it, replaced, anew.due_at)


add_issue = Decider(
    "add_issue",
    AddIssue,
    _add_issue,
    clause="7.2",
    summary="Let a related point join the complaint",
    may=_may_add,
)
"""Let a related point join, until a decision is proposed (7.2)."""

reclassify_issue = Decider(
    "reclassify_issue",
    ReclassifyIssue,
    _reclassify_issue,
    clause="7.2",
    summary="Classify an issue anew",
    may=_may_tell,
)
"""Classify an issue anew, in any state (7.2, 8.1); with an approval, as in record_product."""

record_product = Decider(
    "record_product",
    RecordProduct,
    _record_product,
    clause="7.2",
    summary="Say which product an issue is about",
    roles=INQUIRY,
    may=_may_tell,
)
"""Say which product an issue is about, in any state (7.2).

With an approval where a due date becomes later by that than an extension makes it.
"""
