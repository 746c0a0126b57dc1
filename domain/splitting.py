"""7.3 Splitting: issues that need another clock, or other hands, become complaints of their own."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.actors import SYSTEM
from domain.acts import Act
from domain.carried import carried, of_the_whole
from domain.deed import Decision, Deed
from domain.errors import Refusal
from domain.event import DomainEvent
from domain.events import (
    ComplainantJoined,
    ComplainantLeft,
    ComplainantSubstituted,
    ComplaintSplit,
    ConsentRecorded,
    PartyDetailsCorrected,
    PartyIdentityVerified,
    RemedySought,
    RepresentationEnded,
    RepresentativeAuthorised,
)
from domain.events.parts import SomeIds
from domain.issues import open_issues
from domain.merging import check_before_decision
from domain.state import Complaint, IssueState
from domain.unmerging import LastOpenIssues
from domain.values import When

OF_PARTIES = (
    RepresentativeAuthorised,
    RepresentationEnded,
    ComplainantJoined,
    ComplainantLeft,
    ComplainantSubstituted,
    PartyIdentityVerified,
    PartyDetailsCorrected,
    ConsentRecorded,
)
"""The facts of who complains and who acts for them, which hold for each part."""
PARTY_FIELDS = (
    "party_id",
    "representative_party_id",
    "correspondence_to",
    "old_party_id",
    "new_party_id",
)


class CameWithAnother(Refusal):
    """An issue would be split off that belongs to a complaint which was merged into this one."""

    clause = "7.3"
    rule = "an issue that came with a merged complaint goes only with that complaint"
    instead = "unmerge the complaint that it came from, and split that one if need be"


class SplitComplaint(Act):
    """Some open issues go on as a complaint of their own, with the same receipt and clocks."""

    NEEDS_HISTORY: ClassVar[bool] = True

    issue_ids: Annotated[SomeIds, Field(description="The issues that go; at least one stays")]
    is_each_alone: Annotated[
        bool, Field(description="Whether each becomes a complaint of its own")
    ] = False


def _may_split(deed: Deed) -> None:
    complaint = deed.complaint
    check_before_decision(complaint)
    if len(complaint.open_issues) < 2:
        raise LastOpenIssues(complaint=complaint.reference)
    if not [each for each in complaint.open_issues if each.issue_id not in _absorbed(complaint)]:
        raise CameWithAnother(complaint=complaint.reference)


def _absorbed(complaint: Complaint) -> set[UUID]:
    """The issues of complaints that are merged into this one."""
    standing = [each for each in complaint.absorbed.values() if not each.is_released]
    return {issue_id for each in standing for issue_id in each.issue_ids}


def _split(deed: Deed, command: SplitComplaint) -> None:
    complaint = deed.complaint
    going = open_issues(complaint, command.issue_ids)
    came = [issue.issue_no for issue in going if issue.issue_id in _absorbed(complaint)]
    if came:
        raise CameWithAnother(issues=", ".join(map(str, came)))
    if len(going) == len(complaint.open_issues):
        raise LastOpenIssues(complaint=complaint.reference)
    parts = [[issue] for issue in going] if command.is_each_alone else [going]
    new_ids = tuple(deed.new_id("complaint") for _ in parts)
    split = ComplaintSplit(
        new_ids=new_ids,
        issue_ids=tuple(issue.issue_id for issue in going),
        settles_event_ids=command.settles_event_ids or None,
    )
    cause = len(deed.facts)
    deed.add(split, of=command)
    for new_id, issues in zip(new_ids, parts, strict=True):
        _Part(deed, complaint, new_id, cause).begin(command, issues)


class _Part:
    """One new complaint in the making.

    Its personal fields are sealed again under its own keys: it can be read by who may not read
    the old one, and erased apart from it. Its parties have ids of their own, as in any complaint.
    """

    def __init__(self, deed: Deed, old: Complaint, new_id: UUID, cause: int) -> None:
        self._deed, self._old, self._new_id, self._cause = deed, old, new_id, cause
        self._parties: defaultdict[UUID, UUID] = defaultdict(lambda: deed.new_id("party"))

    def begin(self, command: SplitComplaint, issues: Sequence[IssueState]) -> None:
        """Tell the receipt anew, who is concerned, what is sought, and what is still due."""
        receipt, *later = self._deed.situation.history
        numbers = {issue.issue_id: number for number, issue in enumerate(issues, start=1)}
        self._add(self._received(receipt.event, issues), of=command, occurred=self._old.received)
        for told in later:
            proof = Act(entered_from=told.event_id)
            if isinstance(told.event, OF_PARTIES):
                self._add(self._with_parties(told.event), of=proof, occurred=told.occurred)
            elif isinstance(told.event, RemedySought) and told.event.issue_id in numbers:
                number = {"issue_no": numbers[told.event.issue_id]}
                self._add(told.event.model_copy(update=number), of=proof, occurred=told.occurred)
        for due in of_the_whole(self._old):
            again = carried(due, self._deed.new_id("deadline"))
            self._deed.add(again, actor=SYSTEM, caused_by=self._cause, to=self._new_id)

    def _received(self, receipt: DomainEvent, issues: Sequence[IssueState]) -> DomainEvent:
        old = self._old
        numbered = enumerate((issue.told for issue in issues), start=1)
        parted = {
            "reference": self._deed.situation.reference_of(self._new_id),
            "legal_entity": old.legal_entity,
            "channel_code": old.channel_code,
            "contact_class": old.contact_class,
            "issues": tuple(
                one.model_copy(update={"issue_no": number}) for number, one in numbered
            ),
            "split_from": old.complaint_id,
            "split_off": self._deed.occurred,
        }
        return self._with_parties(receipt).model_copy(update=parted)

    def _with_parties(self, event: DomainEvent) -> DomainEvent:
        """The event with the new ids of whoever it names; nothing of it is settled here."""
        named = {
            field: self._parties[party_id]
            for field in PARTY_FIELDS
            if (party_id := getattr(event, field, None)) is not None
        }
        return event.model_copy(update={**named, "settles_event_ids": None})

    def _add(self, event: DomainEvent, *, of: Act, occurred: When) -> None:
        self._deed.add(event, of=of, occurred=occurred, caused_by=self._cause, to=self._new_id)


split_complaint = Decision("split_complaint", SplitComplaint, _split, may=_may_split)
"""Make open issues a complaint of their own, before a decision (7.3).

Raises HasEnded, DecisionStands, LastOpenIssues, CameWithAnother, NoSuchIssue, IssueNotOpen.
"""
