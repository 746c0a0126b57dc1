"""4.9 What went to a party since theirs was merged: it lies where the complaint goes on."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from uuid import UUID

from domain.complaint.linking.told_of_people import who_is_who
from domain.complaint.parties.access import successor
from domain.complaint.party_view.circle import Circle
from domain.complaint.party_view.dates import OF_THE_ORGANISATION
from domain.complaint.party_view.shape import (
    WORDS,
    OwnComplaint,
    OwnDate,
    OwnFinding,
    OwnState,
    Sent,
)
from domain.complaint.state import Complaint

SAID_TO_THEM = frozenset[OwnState](
    {"answered", "accepted", "disputed", "in_review", "outside", "closed", "out_of_scope"}
)
"""The states of what a merged complaint goes on in that are more to its own people than that."""


def circle_there(
    circle: Circle, *, source: Complaint, target: Complaint, is_over: bool = False
) -> Circle:
    """The same people, as they are known in the complaint that theirs goes on in.

    is_over: it does no more; whoever is known there beside has what they were sent there, and may
    have been taken for one of these by mistake.
    """
    absorbed = target.absorbed.get(source.complaint_id)
    pairs = who_is_who(absorbed, target=target, source=source) if absorbed else []
    came = {key for key, each in target.parties.items() if each.from_id == source.complaint_id}
    now = {there for there, own in pairs if own in circle.ids and (there in came or not is_over)}
    # Whoever took somebody's place has what went to them, as in their own complaint.
    before = {key for key in target.parties if successor(target, key) in now}
    return Circle(frozenset(now | before))


def with_what_went_on(
    own: OwnComplaint,
    there: OwnComplaint,
    *,
    source: Complaint,
    target: Complaint,
    beside: Collection[UUID],
    is_over: bool = False,
) -> OwnComplaint:
    """With what was sent to them since, its documents, remedies and outside bodies.

    Until theirs goes on by itself again, with what is due to them there too. beside: what was told
    in the other complaint, and not while theirs went on in it.
    """
    numbers = {
        issue.issue_no: source.issues[origin.issue_id].issue_no
        for issue in target.issues.values()
        if (origin := issue.told.moved_from) and origin.complaint_id == source.complaint_id
    }
    sent = tuple(_by_own(one, numbers) for one in there.sent if one.sent_id not in beside)
    named = {remedy_id for one in sent for remedy_id in one.remedy_ids}
    # Of what lies further on nothing is known here: there it was found to be theirs.
    others = {key for key, each in target.remedies.items() if not each.party_id} - named
    remedies = tuple(one for one in there.remedies if one.remedy_id not in others)
    of_all = {key for key, each in target.referrals.items() if not each.party_id}
    bodies = tuple(one for one in there.outside_bodies if one.referral_id not in of_all)
    sent_ids = {one.sent_id for one in sent}
    documents = tuple(one for one in there.documents if one.sent_id in sent_ids)
    is_first = (target.stage, target.round) == (1, 1)
    dates = () if is_over else tuple(_due_there(own, there, sent, is_first=is_first))
    return replace(
        own if is_over else _as_it_stands(own, there),
        sent=(*_but_repeated(own.sent, sent), *sent),
        dates=(*_but_carried(own.dates, dates), *dates),
        remedies=(*own.remedies, *remedies),
        documents=(*own.documents, *documents),
        outside_bodies=(*own.outside_bodies, *bodies),
        recourse=own.recourse if is_over else there.recourse or own.recourse,
    )


def _as_it_stands(own: OwnComplaint, there: OwnComplaint) -> OwnComplaint:
    """Shown as it stands for them where it goes on, from their answer or its end on."""
    if own.state != "merged" or there.state not in SAID_TO_THEM:
        return own
    return replace(
        own,
        state=there.state,
        state_in_words=WORDS[there.state],
        asked_review=there.asked_review,
    )


def _due_there(
    own: OwnComplaint, there: OwnComplaint, sent: Collection[Sent], *, is_first: bool
) -> Iterator[OwnDate]:
    """What is due to them there, or from them; what was done for the other matter alone is not.

    Nor is what was done for theirs before, until another stage or round makes it due anew; and
    once they withdrew theirs nothing is.
    """
    before = {one.kind for one in own.dates if one.status == "done"} & OF_THE_ORGANISATION
    kinds = before if is_first else frozenset[str]()
    days = {one.sent.day for one in sent}
    is_withdrawn = own.state == "withdrawn"
    for one in (each for each in there.dates if not (is_withdrawn and each.status == "due")):
        is_of_other = one.kind in OF_THE_ORGANISATION and one.done_on and one.done_on not in days
        if one.kind not in kinds and not is_of_other:
            yield one


def _but_carried(own: Collection[OwnDate], there: Collection[OwnDate]) -> Iterator[OwnDate]:
    """Their own dates but for those that were missed, and stay due to them there."""
    kinds = {one.kind for one in there} & OF_THE_ORGANISATION
    yield from (one for one in own if one.status == "done" or one.kind not in kinds)


def _but_repeated(own: tuple[Sent, ...], sent: tuple[Sent, ...]) -> Iterator[Sent]:
    """Once unmerged it is told again that they were acknowledged there, as of the same time."""
    there = [one.sent for one in sent if one.kind == "acknowledgement"]
    yield from (one for one in own if one.kind != "acknowledgement" or one.sent not in there)


def _by_own(sent: Sent, numbers: dict[int, int]) -> Sent:
    findings: tuple[OwnFinding, ...] = tuple(
        replace(each, issue_no=numbers[each.issue_no])
        for each in sent.findings
        if each.issue_no in numbers
    )
    return replace(sent, findings=findings)
