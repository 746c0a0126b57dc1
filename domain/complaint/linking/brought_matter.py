"""7.3 What a complaint holds beside its own matter: what others brought into it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from domain.complaint.deadlines.events import DeadlineSet
from domain.complaint.lifecycle import BEFORE_DECISION
from domain.complaint.parties.access import successor
from domain.complaint.parties.state import own_people
from domain.complaint.parts import Brought, DocumentPointer
from domain.complaint.state import Complaint, DeadlineState, IssueState, PartyState
from domain.policy.kinds import RESPONSE
from domain.values import When


def first_received(complaint: Complaint) -> When:
    """The earliest receipt of all that is answered here, as far as it is known."""
    brought = (each.received for each in complaint.absorbed_now if each.received)
    known = [each for each in (complaint.received, *brought) if each.earliest is not None]
    earliest = min((each.earliest for each in known if each.earliest), default=None)
    return next((each for each in known if each.earliest == earliest), complaint.received)


def brought_by(complaint: Complaint) -> tuple[Brought, ...]:
    """A complaint, and those that were merged into it, each with its own receipt."""
    own = Brought(reference=complaint.reference, received=complaint.received)
    return (own, *(one for each in complaint.absorbed_now for one in each.brought))


def without_what_came(complaint: Complaint) -> Complaint:
    """A complaint with its own points alone; as it is, where none of them was its own."""
    came = {issue_id for each in complaint.absorbed_now for issue_id in each.issue_ids}
    own = {key: each for key, each in complaint.issues.items() if key not in came}
    return complaint.changed(issues=own) if came and own else complaint


def documents_elsewhere(complaint: Complaint) -> tuple[DocumentPointer, ...]:
    """The documents of this matter that lie in other complaints."""
    brought = (one for each in complaint.absorbed_now for one in each.documents)
    gone = {each.from_id for each in complaint.absorbed.values() if each.is_released}
    later = (one for one in complaint.split_documents if one.complaint_id not in gone)
    return (*later, *brought)


def beside(complaint: Complaint) -> set[UUID]:
    """The ids of all complaints that this one names."""
    linked = {each.other_id for each in complaint.links} | set(complaint.split_into)
    named = {complaint.merged_into, complaint.split_from} - {None}
    return linked | {each for each in named if each} | set(complaint.absorbed)


def unacknowledged(complaint: Complaint) -> list[PartyState]:
    """Those who came with a merged complaint, and were not told that it is received.

    In a later stage or round it is told anew to whose points are open in it.
    """
    attempt, waiting = (complaint.stage, complaint.round), awaiting(complaint)
    return [
        each
        for each in _guests(complaint)
        if each.acknowledged is None or (each.acknowledged_in != attempt and each in waiting)
    ]


def awaits_word(issue: IssueState) -> bool:
    """Whether its complainants are to hear of it: answered, or declined or sent elsewhere by us."""
    return issue.status not in ("withdrawn", "released")


def untold(complaint: Complaint) -> list[PartyState]:
    """Those who came with a merged complaint and know no answer on a point of theirs."""
    left = [each for each in complaint.issues.values() if awaits_word(each)]

    def is_waiting(party: PartyState) -> bool:
        theirs = {one.issue_id for one in left if party.party_id in (one.told.party_ids or ())}
        return not theirs <= {issue_id for issue_id, _ in party.told}

    return [each for each in _guests(complaint) if is_waiting(each)]


def awaiting(complaint: Complaint) -> list[PartyState]:
    """Those who came with a merged complaint and know no answer of this stage and round."""
    is_anew = (complaint.stage, complaint.round) != (1, 1)
    is_begun = is_anew and complaint.state in BEFORE_DECISION | {"REVIEW"}
    anew = whose_are_open(complaint) if is_begun else frozenset[UUID]()
    waiting = untold(complaint)
    return [each for each in _guests(complaint) if each in waiting or each.party_id in anew]


def whose_are_open(complaint: Complaint) -> frozenset[UUID]:
    """Those who came with a merged complaint, and of whose points one is open."""
    owners = {one for each in complaint.open_issues for one in each.told.party_ids or ()}
    return frozenset(each.party_id for each in _guests(complaint) if each.party_id in owners)


def is_of_guests(complaint: Complaint) -> bool:
    """Whether all that is open came with merged complaints, and nothing of it is its own."""
    guests = whose_are_open(complaint)
    return bool(guests) and all(
        guests.issuperset(each.told.party_ids or [None]) for each in complaint.open_issues
    )


def _guests(complaint: Complaint) -> list[PartyState]:
    every = complaint.parties.values()
    return [each for each in every if each.from_id and not each.has_left]


def together(complaint: Complaint) -> list[PartyState]:
    """The complaint's own people who must agree and are there."""
    own = (complaint.parties[each] for each in own_people(complaint.parties))
    return [one for one in own if one.must_agree]


def joint_unacknowledged(complaint: Complaint) -> list[PartyState]:
    """Those who complain together with somebody who knows that it is received, and do not know."""
    own = together(complaint)
    waiting = [one for one in own if one.acknowledged is None]
    return waiting if len(waiting) < len(own) else []


def joint_untold(complaint: Complaint) -> list[PartyState]:
    """Those who complain together with somebody who knows the answer, and do not know it."""
    own = [one for one in complaint.parties.values() if not (one.from_id or one.has_left)]
    points = {
        key
        for key, issue in complaint.issues.items()
        if awaits_word(issue) and issue.told.party_ids is None
    }
    waiting = [one for one in own if not points <= {issue_id for issue_id, _ in one.told}]
    answer = complaint.answer
    is_known = answer is not None and bool(told_by(complaint, answer.event_id))
    return waiting if is_known or len(waiting) < len(own) else []


def joint_awaiting(complaint: Complaint) -> list[PartyState]:
    """Those of them to whom the answer that stands is due: they must agree, and said nothing."""
    answer, decision = complaint.answer, complaint.decision
    if answer is None or decision is None or answer.has_failed:
        return []
    waiting = joint_untold(complaint) if answer.decision_id == decision.decision_id else []
    return [one for one in waiting if one.must_agree and not one.has_replied]


def points_told(complaint: Complaint, party: PartyState) -> set[UUID]:
    """Their own points on which somebody was told an answer that stands: not set aside since."""
    is_decided = complaint.state not in BEFORE_DECISION
    known = {issue_id for issue_id, _ in party.told}

    def is_theirs(issue: IssueState) -> bool:
        owners = issue.told.party_ids
        return party.from_id is None if owners is None else party.party_id in owners

    return {
        key
        for key, each in complaint.issues.items()
        if key in known and is_theirs(each) and (is_decided or each.status == "settled")
    }


def answered_alone(complaint: Complaint) -> list[When]:
    """When each was answered to whom the answer was due alone."""
    every = complaint.deadlines.values()
    theirs = [one for one in every if one.fact.about and one.fact.about.kind == "party"]
    return [one.met for one in theirs if one.fact.kind == RESPONSE and one.met is not None]


def whose_window(complaint: Complaint, window: DeadlineSet) -> frozenset[UUID]:
    """Whose time to reply it is: of whom alone, else of whoever was told by the answer it is of.

    Nobody where that is not known. Of several who were told by one letter each but the first has a
    time of their own.
    """
    if window.about is not None:
        return frozenset({successor(complaint, window.about.id)})
    every = (one.fact for one in complaint.deadlines.values())
    alone = {
        successor(complaint, each.about.id)
        for each in every
        if each.about and (each.kind, each.start_event_id) == (window.kind, window.start_event_id)
    }
    return told_by(complaint, window.start_event_id) - alone


def told_by(complaint: Complaint, event_id: UUID) -> frozenset[UUID]:
    """The complainants who know an answer that stands by this fact."""
    people = (one for one in complaint.parties.values() if not one.has_left)
    return frozenset(one.party_id for one in people if event_id in (by for _, by in one.told))


def letter_of_others(complaint: Complaint, event_id: UUID) -> UUID | None:
    """The first letter by which somebody else knows the answer that this one told to the whole."""
    answer = complaint.answer
    if answer is None or (answer.kind, answer.event_id) != ("response", event_id):
        return None
    knowing = [one for one in complaint.parties.values() if not one.has_left]
    letters = {by for one in knowing for point, by in one.told if point in answer.issue_ids}
    return next((one for one in complaint.communications if one in letters - {event_id}), None)


def listed(complaint: Complaint, party_ids: Collection[UUID]) -> str:
    """The ids of some people, with the reference of the complaint that each made themselves."""
    people = [each for each in complaint.parties.values() if each.party_id in party_ids]
    named = {each.party_id: f"{each.reference} is " if each.reference else "" for each in people}
    return ", ".join(f"{name}{party_id}" for party_id, name in named.items())


def owed_alone(complaint: Complaint, due: DeadlineState) -> PartyState | None:
    """The one person to whom alone something is due; None where it is of the whole complaint."""
    about = due.fact.about
    is_alone = about and about.kind == "party"
    return complaint.parties.get(successor(complaint, about.id)) if about and is_alone else None


def guests_of(complaint: Complaint, party_id: UUID | None, day: date | None) -> list[PartyState]:
    """For whom a party acts, where all of them came with merged complaints; else nobody."""
    whose = [complaint.parties[each] for each in complaint.acts_for(party_id, day)]
    return whose if all(each.from_id for each in whose) else []


def received_by(complaint: Complaint, party_id: UUID | None, day: date | None) -> When:
    """The receipt of what a party complained of themselves: theirs, who came with a merger."""
    own = [each.received for each in guests_of(complaint, party_id, day) if each.received]
    known = [each for each in own if each.earliest is not None]
    return min(known, key=lambda each: str(each.earliest), default=complaint.received)


def points_of(complaint: Complaint, party_id: UUID | None, day: date | None) -> list[IssueState]:
    """The issues of those for whom a party acts; of nobody known, the complaint's own."""
    whose = complaint.acts_for(party_id, day)
    is_own = not whose or any(complaint.parties[each].from_id is None for each in whose)

    def is_theirs(issue: IssueState) -> bool:
        owners = issue.told.party_ids
        return is_own if owners is None else not set(owners).isdisjoint(whose)

    return [issue for issue in complaint.issues.values() if is_theirs(issue)]
