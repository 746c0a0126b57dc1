"""Whom of the parties a command means, who may be told what it holds, who speaks for whom (4.9)."""

from collections.abc import Collection, Sequence
from copy import deepcopy
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from domain.complaint.acts import OutsideAct
from domain.complaint.draft import Draft
from domain.complaint.events import Contact
from domain.complaint.linking.brought_matter import is_of_guests
from domain.complaint.parties.access import known_parties
from domain.complaint.state import Complaint, PartyState
from domain.errors import Refusal
from domain.values import SEEN, is_visible


class NoSuchParty(Refusal, code="NoSuchParty"):
    """Somebody is named who has no part in the complaint."""

    clause = "7.2"
    rule = "the complaint has no such party"
    instead = "name one of its parties, or let the complainant join first"


class WithoutAuthority(Refusal, code="WithoutAuthority"):
    """What the complaint holds would be told to somebody who may not know it (invariant 5)."""

    clause = "4.9"
    rule = "only complainants, and representatives while their authority lasts, are told of it"
    instead = "name another party, or record the authority first"


def _must_be_visible(contact: Contact) -> Contact:
    for name, text in contact:
        if text is not None and not is_visible(text):
            raise PydanticCustomError(
                "nothing_visible",
                "{field} holds no visible sign: write what is meant, or leave it out",
                {"field": name},
            )
    return contact


class _Seen:
    """Tells it in the schema of what a person gives; in the record any text is as it came."""

    @staticmethod
    def __get_pydantic_json_schema__(
        core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = deepcopy(handler.resolve_ref_schema(handler(core)))
        for field in schema["properties"].values():
            for one in field.get("anyOf", [field]):
                if one.get("type") == "string":
                    one.setdefault("pattern", SEEN)
        return schema


ContactTold = Annotated[Contact, AfterValidator(_must_be_visible), _Seen]
"""A contact as a person gives it: what it says can be seen."""


def check_known(complaint: Complaint, party_id: UUID | None) -> UUID:
    """The party, who must have a part in the complaint. Raises NoSuchParty."""
    if party_id is None or party_id not in known_parties(complaint):
        raise NoSuchParty(complaint=complaint.reference, party_id=party_id)
    return party_id


def check_complainant(complaint: Complaint, party_id: UUID | None) -> UUID:
    """The complainant with this id. Raises NoSuchParty, for a representative too."""
    if party_id is None or party_id not in complaint.parties:
        raise NoSuchParty(complaint=complaint.reference, party_id=party_id)
    return party_id


def addressee(draft: Draft, party_id: UUID | None = None) -> UUID | None:
    """Who is told: the named party, else where letters go; nobody where the complaint is anonymous.

    Raises WithoutAuthority for a party who may not know what the complaint holds (invariant 5).
    """
    complaint, day = draft.complaint, draft.occurred.day
    if party_id is None and complaint.acts_for(complaint.correspondence_to, day):
        return complaint.correspondence_to
    to_party_id = party_id or complaint.party_id
    if to_party_id is not None and not complaint.acts_for(to_party_id, day):
        raise WithoutAuthority(complaint=complaint.reference, party_id=to_party_id, on=day)
    return to_party_id


def meant(
    complaint: Complaint, party_id: UUID | None, waiting: Sequence[PartyState]
) -> UUID | None:
    """Whom a letter is to: who is named, else the first of those who wait for it.

    The latter where all that is open came with merged complaints; else nobody is meant.
    """
    if party_id or not waiting or not is_of_guests(complaint):
        return party_id
    return waiting[0].party_id


def is_told_alone(
    draft: Draft, party_id: UUID | None, waiting: Collection[PartyState] | None = None
) -> bool:
    """Whether what this party is told counts for people alone who came with a merged complaint.

    waiting: those of them who are still to be told, None once the whole was: where nothing else is
    open, the last of them who is told is told for the whole.
    """
    complaint = draft.complaint
    principals = complaint.acts_for(party_id, draft.occurred.day) if party_id else ()
    is_last = (
        waiting is not None
        and is_of_guests(complaint)
        and all(each.party_id in principals for each in waiting)
    )
    are_guests = all(complaint.parties[each].from_id for each in principals)
    return bool(principals) and are_guests and not is_last


def lacks_authority(draft: Draft, command: OutsideAct) -> Literal[True] | None:
    """True where it is not recorded that whoever did this may act for a complainant that day.

    What the unnamed sender of an anonymous complaint does, nobody can ask authority for.
    """
    complaint = draft.complaint
    party_id = command.party_id or complaint.party_id
    if party_id is None or complaint.acts_for(party_id, draft.occurred.day):
        return None
    return True
