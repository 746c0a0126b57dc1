"""7.2 What a complaint is about is revised: a point joins, is classified anew or is dropped."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.absorbing import add_withdrawal, concerned_by_withdrawal
from domain.acts import Act, EnteredAct
from domain.codes import check_codes, check_product, version_of
from domain.deed import Decision, Deed, NotReceived
from domain.errors import Refusal
from domain.events import IssueAdded, IssueReclassified, IssueWithdrawn, ProductRecorded
from domain.investigating import AlreadyDecided
from domain.issues import one_issue, one_open_issue, open_issues
from domain.state import BEFORE_DECISION, Complaint
from domain.values import Code, VisibleText
from domain.withdrawing import Withdraw, withdrawn


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


class NotForAll(Refusal, code="NotForAll"):
    """One of several complainants, or somebody without authority, would drop an issue."""

    clause = "4.9"
    rule = "an issue is dropped only by, or with authority for, every complainant"
    instead = "record what was said as a contact, and drop the issue once all have said so"


class AddIssue(Act):
    """A related point joins the complaint; an unrelated one is a complaint of its own."""

    category_code: Annotated[
        Code | None, Field(description="The policy's default, unless told")
    ] = None
    unit_complained_about: Code | None = None
    product_code: Code | None = None
    description: Annotated[VisibleText | None, Field(description="What it is about")] = None


class ReclassifyIssue(Act):
    """An issue belongs to another category than was recorded."""

    issue_id: Annotated[UUID | None, Field(description="The only issue, unless told")] = None
    category_code: Code
    ground_code: Literal["was_wrong", "facts_changed"]


class ProductKnown(Refusal, code="ProductKnown"):
    """A product would be recorded that is recorded already."""

    clause = "7.2"
    rule = "the issue is recorded as about this product already"
    instead = "name another product"


class RecordProduct(Act):
    """It became known which product an issue is about, or it is another than was recorded."""

    issue_id: Annotated[UUID | None, Field(description="The only issue, unless told")] = None
    product_code: Code


class WithdrawIssue(EnteredAct):
    """The complainant drops an issue; with the last open one, the complaint."""

    issue_id: Annotated[UUID | None, Field(description="The only open issue, unless told")] = None
    party_id: Annotated[
        UUID | None, Field(description="Who said so; the complainant, unless told")
    ] = None
    means_code: Annotated[Code, Field(description="How they said so, such as phone")]
    ground_code: Code = "complainant_wish"

    def others(
        self, complaint: Complaint | None, known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """Those that it is merged with, in case the complaint is withdrawn with its last issue."""
        return concerned_by_withdrawal(complaint, known)


def _may_add(deed: Deed) -> None:
    complaint = deed.require_open()
    if complaint.state == "DECIDED":
        raise AlreadyDecided(complaint=complaint.reference)
    if complaint.state not in BEFORE_DECISION:
        raise JoinsNoMore(complaint=complaint.reference, state=complaint.state)


def _add_issue(deed: Deed, command: AddIssue) -> None:
    complaint, policy = deed.complaint, deed.situation.policy
    category = command.category_code or policy.defaults.category_code
    check_codes(policy, "categories", [category])
    if command.product_code:
        check_product(policy, command.product_code)
    added = IssueAdded(
        issue_id=deed.new_id("issue"),
        issue_no=1 + max(issue.issue_no for issue in complaint.issues.values()),
        category_code=category,
        taxonomy_version=version_of(policy, "categories"),
        unit_complained_about=command.unit_complained_about,
        product_code=command.product_code,
        description=command.description,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(added, of=command)


def _may_tell(deed: Deed) -> None:
    """Raises NotReceived."""
    if deed.state is None:
        raise NotReceived


def _reclassify_issue(deed: Deed, command: ReclassifyIssue) -> None:
    policy = deed.situation.policy
    issue = one_issue(deed.complaint, command.issue_id)
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
    deed.add(reclassified, of=command)


def _record_product(deed: Deed, command: RecordProduct) -> None:
    issue = one_issue(deed.complaint, command.issue_id)
    check_product(deed.situation.policy, command.product_code)
    if issue.told.product_code == command.product_code and not issue.told.is_product_unlisted:
        raise ProductKnown(issue=issue.issue_no, product=command.product_code)
    recorded = ProductRecorded(
        issue_id=issue.issue_id,
        issue_no=issue.issue_no,
        product_code=command.product_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(recorded, of=command)


def _may_withdraw(deed: Deed) -> None:
    open_issues(deed.require_open())


def _withdraw_issue(deed: Deed, command: WithdrawIssue) -> None:
    complaint = deed.complaint
    issue = one_open_issue(complaint, command.issue_id)
    if len(complaint.open_issues) == 1:
        _withdraw_all(deed, command)
        return
    party_id = command.party_id or complaint.party_id
    _check_for_all(deed, party_id)
    dropped = IssueWithdrawn(
        issue_id=issue.issue_id,
        issue_no=issue.issue_no,
        party_id=party_id,
        means_code=command.means_code,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    deed.add(dropped, of=command)


def _withdraw_all(deed: Deed, command: WithdrawIssue) -> None:
    """Who drops the last open issue withdraws the complaint, with all that follows from that."""
    whole = Withdraw(
        party_id=command.party_id,
        means_code=command.means_code,
        ground_code=command.ground_code,
        entered_from=command.entered_from,
    )
    settles = command.settles_event_ids or None
    event = withdrawn(deed, whole).model_copy(update={"settles_event_ids": settles})
    add_withdrawal(deed, event, of=whole)


def _check_for_all(deed: Deed, party_id: UUID | None) -> None:
    """Refuse to drop what another complainant pursues, or what nobody may drop for them."""
    complaint = deed.complaint
    if party_id is None:
        return
    remaining = {each.party_id for each in complaint.parties.values() if not each.has_left}
    if not remaining <= set(complaint.acts_for(party_id, deed.occurred.day)):
        raise NotForAll(complaint=complaint.reference, party_id=party_id)


add_issue = Decision("add_issue", AddIssue, _add_issue, may=_may_add)
"""Let a related point join, until a decision is proposed (7.2).

Raises HasEnded, AlreadyDecided, JoinsNoMore, UnknownCode.
"""

reclassify_issue = Decision("reclassify_issue", ReclassifyIssue, _reclassify_issue, may=_may_tell)
"""Classify an issue anew, in any state (7.2, 8.1).

Raises NoSuchIssue, WhichIssue, UnknownCode, ClassifiedSo.
"""

record_product = Decision("record_product", RecordProduct, _record_product, may=_may_tell)
"""Say which product an issue is about, in any state (7.2).

Raises NoSuchIssue, WhichIssue, UnknownCode, ProductKnown.
"""

withdraw_issue = Decision("withdraw_issue", WithdrawIssue, _withdraw_issue, may=_may_withdraw)
"""Drop an issue; the last open one withdraws the complaint instead (7.9).

Raises HasEnded, NotForAll and those of issues.
"""
