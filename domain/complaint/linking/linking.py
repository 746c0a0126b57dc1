"""7.3 Links: what one complaint has to do with another, readable from either."""

from collections.abc import Iterable, Mapping
from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ComplaintLinked, ComplaintUnlinked
from domain.complaint.linking.events import LinkCode
from domain.complaint.parties.access import sees
from domain.complaint.preconditions import NoSuchComplaint
from domain.complaint.state import Complaint, Link
from domain.errors import Refusal
from domain.values import Code

SEEN_FROM_THE_OTHER: dict[LinkCode, LinkCode] = {
    "related": "related",
    "same_cause": "same_cause",
    "group_member": "group_member",
    "follow_up": "followed_up_by",
    "followed_up_by": "follow_up",
    "split_from": "split_into",
    "split_into": "split_from",
    "about_handling_of": "handling_complained_about",
    "handling_complained_about": "about_handling_of",
}
"""What stands in the other complaint's history, for what stands in this one's."""


class ItIsItself(Refusal, code="ItIsItself"):
    """A complaint was to have to do with itself."""

    clause = "7.3"
    rule = "this is one and the same complaint"
    instead = "name the other one"


class LinkedAlready(Refusal, code="LinkedAlready"):
    """The same link a second time."""

    clause = "7.3"
    rule = "the complaints are linked so already"
    instead = "go on; to correct the link, take it away first"


class NotLinked(Refusal, code="NotLinked"):
    """A link was to be taken away that there is not."""

    clause = "7.3"
    rule = "the complaints are not linked so"
    instead = "name a link that stands in the complaint"


class NoGroup(Refusal, code="NoGroup"):
    """A group was named for a link that is none of a group."""

    clause = "7.3"
    rule = "only the members of a group have a group_id"
    instead = "link as group_member, or leave group_id out"


class LinkAct(Act):
    """An act that is about one other complaint."""

    other_id: Annotated[UUID, Field(description="The other complaint")]

    def others(
        self, _complaint: Complaint | None, _known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """The one that is named."""
        return (self.other_id,)


class LinkComplaint(LinkAct):
    """This complaint has to do with another one."""

    link: Annotated[LinkCode, Field(description="What this complaint is to the other")] = "related"
    group_id: Annotated[
        UUID | None, Field(description="That of the other, else a new one, unless told")
    ] = None


class UnlinkComplaint(LinkAct):
    """A link was an error, or no longer holds."""

    link: Annotated[LinkCode, Field(description="What this complaint was to the other")] = "related"
    ground_code: Code


def another(draft: Draft, other_id: UUID) -> Complaint:
    """The other complaint; to who may not see it, it is not there. ItIsItself, NoSuchComplaint."""
    if other_id == draft.complaint.complaint_id:
        raise ItIsItself(complaint=draft.complaint.reference)
    other = draft.other(other_id)
    today = draft.now.day
    if today is None or not sees(other, draft.actor, on=today):
        raise NoSuchComplaint(complaint_id=other_id)
    return other


def _link_of(complaint: Complaint, other_id: UUID, link: LinkCode) -> Link | None:
    found = (each for each in complaint.links if (each.other_id, each.link) == (other_id, link))
    return next(found, None)


def _link(draft: Draft, command: LinkComplaint) -> None:
    complaint, other = draft.complaint, another(draft, command.other_id)
    if _link_of(complaint, other.complaint_id, command.link):
        raise LinkedAlready(complaint=complaint.reference, other=other.reference, link=command.link)
    group_id = _group(draft, command, other)
    here = ComplaintLinked(
        other_id=other.complaint_id,
        link=command.link,
        group_id=group_id,
        settles_event_ids=command.settles_event_ids or None,
    )
    there = ComplaintLinked(
        other_id=complaint.complaint_id,
        link=SEEN_FROM_THE_OTHER[command.link],
        group_id=group_id,
    )
    draft.add(here, of=command)
    draft.add(there, of=command, to=other.complaint_id)


def _group(draft: Draft, command: LinkComplaint, other: Complaint) -> UUID | None:
    """The group of both, so that three hundred links to any member make one group."""
    if command.link != "group_member":
        if command.group_id is not None:
            raise NoGroup(link=command.link)
        return None
    if command.group_id is not None:
        return command.group_id
    links = (*other.links, *draft.complaint.links)
    known = (each.group_id for each in links if each.link == "group_member" and each.group_id)
    return next(known, None) or draft.new_id("group")


def _unlink(draft: Draft, command: UnlinkComplaint) -> None:
    complaint, other = draft.complaint, another(draft, command.other_id)
    if _link_of(complaint, other.complaint_id, command.link) is None:
        raise NotLinked(complaint=complaint.reference, other=other.reference, link=command.link)
    here = ComplaintUnlinked(
        other_id=other.complaint_id,
        link=command.link,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    there = ComplaintUnlinked(
        other_id=complaint.complaint_id,
        link=SEEN_FROM_THE_OTHER[command.link],
        ground_code=command.ground_code,
    )
    draft.add(here, of=command)
    draft.add(there, of=command, to=other.complaint_id)


def _may_unlink(draft: Draft) -> None:
    if not draft.complaint.links:
        raise NotLinked(complaint=draft.complaint.reference)


link_complaint = Decider(
    "link_complaint",
    LinkComplaint,
    _link,
    clause="7.3",
    summary="Link the complaint to another one, in both histories",
)
"""Link two complaints, in any state, in the histories of both (7.3)."""

unlink_complaint = Decider(
    "unlink_complaint",
    UnlinkComplaint,
    _unlink,
    clause="7.3",
    summary="Take a link to another complaint away",
    may=_may_unlink,
)
"""Take a link away, in any state, in the histories of both (7.3)."""
