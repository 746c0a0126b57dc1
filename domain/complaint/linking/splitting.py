"""7.3 Splitting: issues that need another clock, or other hands, become complaints of their own."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import (
    CommunicationImpossible,
    ComplainantJoined,
    ComplainantLeft,
    ComplainantSubstituted,
    ComplaintSplit,
    ConsentRecorded,
    HandlingSuspended,
    Issue,
    PartyDetailsCorrected,
    PartyIdentityVerified,
    RemedySought,
    RepresentationEnded,
    RepresentativeAuthorised,
)
from domain.complaint.issues.selecting import open_issues
from domain.complaint.linking.merging import check_before_decision
from domain.complaint.linking.moved_assessment import (
    escalate_part,
    latest_acknowledged,
    latest_impossible,
    latest_judged,
)
from domain.complaint.linking.moved_deadlines import carry_all
from domain.complaint.linking.moved_exclusions import exclude_from_part
from domain.complaint.linking.moved_issues import moved_issue, pointers
from domain.complaint.linking.told_of_people import OfMerged
from domain.complaint.linking.unmerging import check_own_point_stays
from domain.complaint.parts import CameAs, SomeIds
from domain.complaint.state import Complaint, IssueState
from domain.decision_context import NewEvent
from domain.errors import Refusal
from domain.event import DomainEvent
from domain.recorded import Recorded

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
    "to_party_id",
    "representative_party_id",
    "correspondence_to",
    "old_party_id",
    "new_party_id",
)


class CameWithAnother(Refusal, code="CameWithAnother"):
    """An issue would be split off that belongs to a complaint which was merged into this one."""

    clause = "7.3"
    rule = "an issue that came with a merged complaint goes only with that complaint"
    instead = "unmerge the complaint that it came from, and split that one if need be"


class SplitComplaint(OfMerged):
    """Some open issues go on as a complaint of their own, with the same receipt and clocks."""

    NEEDS_HISTORY: ClassVar[bool] = True
    NEEDS_HISTORIES: ClassVar[bool] = True

    issue_ids: Annotated[SomeIds, Field(description="The issues that go; at least one stays")]
    is_each_alone: Annotated[
        bool, Field(description="Whether each becomes a complaint of its own")
    ] = False


def _may_split(draft: Draft) -> None:
    complaint = draft.complaint
    check_before_decision(complaint)
    came = _absorbed(complaint)
    own = [one.issue_id for one in complaint.open_issues if one.issue_id not in came]
    if came and not own:
        raise CameWithAnother(complaint=complaint.reference)
    check_own_point_stays(complaint, own[:1])


def _absorbed(complaint: Complaint) -> set[UUID]:
    """The issues of complaints that are merged into this one."""
    return {issue_id for each in complaint.absorbed_now for issue_id in each.issue_ids}


def _split(draft: Draft, command: SplitComplaint) -> None:
    complaint = draft.complaint
    going = open_issues(complaint, command.issue_ids)
    came = [issue.issue_no for issue in going if issue.issue_id in _absorbed(complaint)]
    if came:
        raise CameWithAnother(issues=", ".join(map(str, came)))
    check_own_point_stays(complaint, [issue.issue_id for issue in going])
    parts = [[issue] for issue in going] if command.is_each_alone else [going]
    new_ids = tuple(draft.new_id("complaint") for _ in parts)
    split = ComplaintSplit(
        new_ids=new_ids,
        issue_ids=tuple(issue.issue_id for issue in going),
        settles_event_ids=command.settles_event_ids or None,
    )
    cause = len(draft.facts)
    draft.add(split, of=command)
    for new_id, issues in zip(new_ids, parts, strict=True):
        _Part(draft, complaint, new_id, cause).begin(command, issues)


def _who_came(complaint: Complaint) -> set[UUID]:
    """Those who came with merged complaints, and whoever acts for them alone."""
    came = {each.party_id for each in complaint.parties.values() if each.from_id}
    acting = complaint.representations
    for_others = {each.representative_party_id for each in acting if each.party_id in came}
    for_own = {each.representative_party_id for each in acting if each.party_id not in came}
    return came | (for_others - for_own)


class _Part:
    """One new complaint in the making.

    Its personal fields are sealed again under its own keys: it can be read by who may not read
    the old one, and erased apart from it. Its parties have ids of their own, as in any complaint.
    """

    def __init__(self, draft: Draft, old: Complaint, new_id: UUID, cause: int) -> None:
        self._draft, self._old, self._new_id, self._cause = draft, old, new_id, cause
        self._parties: defaultdict[UUID, UUID] = defaultdict(lambda: draft.new_id("party"))
        self._others = _who_came(old)

    def begin(self, command: SplitComplaint, issues: Sequence[IssueState]) -> None:
        """Tell the receipt anew, who is concerned, what is sought, how it stands, what is due."""
        receipt, *later = self._draft.context.history
        parted = {
            issue.issue_id: moved_issue(
                issue, self._old, self._draft.new_id("issue"), issue_no=number
            )
            for number, issue in enumerate(issues, start=1)
        }
        part_receipt = self._received(receipt.event, tuple(parted.values()))
        self._draft.add(
            part_receipt,
            of=command,
            occurred=self._old.received,
            caused_by=self._cause,
            to=self._new_id,
        )
        exclude_from_part(self._draft, self._old, to=self._new_id, cause=self._cause)
        for one in later:
            if isinstance(one.event, OF_PARTIES) and not self._is_of_others(one.event):
                self._again(one, self._with_parties(one.event))
            elif isinstance(one.event, RemedySought) and one.event.issue_id in parted:
                issue = parted[one.event.issue_id]
                here = {"issue_id": issue.issue_id, "issue_no": issue.issue_no}
                self._again(one, one.event.model_copy(update={**here, "settles_event_ids": None}))
        self._as_it_stands()
        escalate_part(self._draft, self._old, to=self._new_id, cause=self._cause)
        carry_all(self._draft, self._old, to=self._new_id, cause=self._cause)

    def _as_it_stands(self) -> None:
        """What was judged, told or cannot be told holds for the part; nothing follows anew."""
        history = self._draft.context.history
        if (judged := latest_judged(history)) is not None:
            now = self._old.assessment
            care = {"handling_code": now.handling_code if now else None, "settles_event_ids": None}
            self._again(judged, judged.event.model_copy(update=care))
        if self._old.is_suspended:
            stopped = [one for one in history if isinstance(one.event, HandlingSuspended)][-1]
            alone = {"approval_id": None, "settles_event_ids": None}
            self._again(stopped, stopped.event.model_copy(update=alone))
        if (acknowledgement := latest_acknowledged(self._old, history)) is not None:
            first = {"stage": 1, "round": 1}
            self._again(
                acknowledgement, self._with_parties(acknowledgement.event).model_copy(update=first)
            )
        for one in latest_impossible(self._old, history):
            assert isinstance(one.event, CommunicationImpossible)
            self._again(one, one.event.told_elsewhere())

    def _again(self, recorded: Recorded, event: DomainEvent) -> None:
        copy = NewEvent(
            event=event,
            occurred=recorded.occurred,
            caused_by=self._cause,
            entered_from=recorded.event_id,
            stream_id=self._new_id,
        )
        self._draft.add_copy(copy)

    def _is_of_others(self, event: DomainEvent) -> bool:
        """Whether it is about somebody who came with a merged complaint, whose points stay."""
        named = {getattr(event, field, None) for field in PARTY_FIELDS}
        return not named.isdisjoint(self._others)

    def _received(self, receipt: DomainEvent, issues: tuple[Issue, ...]) -> DomainEvent:
        old, received = self._old, self._with_parties(receipt)
        parted = {
            "reference": self._draft.context.reference_of(self._new_id),
            "legal_entity": old.legal_entity,
            "channel_code": old.channel_code,
            "contact_class": old.contact_class,
            "issues": issues,
            "split_from": old.complaint_id,
            "split_off": self._draft.occurred,
            "documents": pointers(old),
            "people": self._everybody() or None,
        }
        return received.model_copy(update=parted)

    def _everybody(self) -> tuple[CameAs, ...]:
        """Who of the old one is who in the part: what ends of their part ends in both."""
        acting = (each.representative_party_id for each in self._old.representations)
        known = [each for each in (*self._old.parties, *acting) if each not in self._others]
        return tuple(
            CameAs(own_party_id=each, party_id=self._parties[each]) for each in dict.fromkeys(known)
        )

    def _with_parties(self, event: DomainEvent) -> DomainEvent:
        """The event with the new ids of whoever it names; nothing of it is settled here."""
        named = {
            field: self._parties[party_id]
            for field in PARTY_FIELDS
            if (party_id := getattr(event, field, None)) is not None
        }
        return event.model_copy(update={**named, "settles_event_ids": None})


split_complaint = Decider(
    "split_complaint",
    SplitComplaint,
    _split,
    clause="7.3",
    summary="Make some open issues a complaint of their own",
    may=_may_split,
)
"""Make open issues a complaint of their own, before a decision (7.3)."""
