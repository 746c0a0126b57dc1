"""4.10: a certificate names what can still be read, and is complete only when nothing can."""

from typing import Any
from uuid import UUID

import pytest

from domain.values import Actor
from services.commands.erasing import Certificate
from tests.support.controls import APPROVER
from tests.support.erasing_in_memory import ErasingOffice

pytestmark = pytest.mark.anyio

NOT_OURS: dict[str, Any] = {"ground_code": "not_ours", "signpost_code": "none_available"}
Left = set[tuple[str, str]]


def left(told: Certificate) -> Left:
    """What can still be read: the kind of each, and why."""
    return {(one.kind, one.why) for one in told.still_readable}


def documents(told: Certificate) -> set[UUID | None]:
    return {one.document_id for one in told.still_readable if one.kind == "document"}


async def ended(here: ErasingOffice, *complaint_ids: UUID) -> None:
    for each in complaint_ids:
        for party in (await here.complaint(each)).parties.values():
            if party.from_id is not None:
                await here.left(each, party.party_id)
        await here.do("declare_out_of_scope", each, **NOT_OURS)
        await here.do("grant_approval", each, by=APPROVER)


async def test_nothing_is_left_of_a_complaint_that_is_erased_whole() -> None:
    here = ErasingOffice()
    one = await here.received("Ada", access_needs=["large print"])
    await here.letter(one)
    await here.attached(one)
    await ended(here, one)
    told = await here.erased(one)
    assert (told.is_complete, told.still_readable) == (True, ())
    assert here.keys.keys == {}


async def test_letters_and_documents_go_with_the_person() -> None:
    """With the usual classes of one party; the text of all is named as what is left."""
    here = ErasingOffice()
    one = await here.received("Ada")
    await here.do("join_complainant", one, complainant={"name": "Bob"}, must_agree=False)
    ada, bob = await here.parties_of(one)
    theirs = {
        await here.letter(one),
        await here.attached(one, from_party_id=ada),
        await here.attached(one, by=Actor(kind="party", id=ada, role="party")),
    }
    of_bob = await here.attached(one, from_party_id=bob)
    of_both = await here.attached(one)
    proof = await here.attached(one, supplied_by="third_party")
    agent: dict[str, Any] = {"contact": {"name": "Cleo"}, "party_id": ada, "document_id": proof}
    await here.do("authorise_representative", one, **agent)
    ours = await here.attached(one, supplied_by="staff", from_party_id=None)
    await ended(here, one)
    told = await here.erased(one, party_id=ada)
    held = {name.document_id for name in here.keys.keys} - {None}
    assert held == {of_bob, of_both, ours}
    assert held.isdisjoint({*theirs, proof})
    assert left(told) == {("text", "text_of_all"), ("document", "not_asked_for")}
    assert documents(told) == {of_both, ours}, "nobody knows whose these are"
    assert not told.is_complete


async def test_a_letter_goes_with_the_identity_of_everybody_too() -> None:
    here = ErasingOffice()
    one = await here.received("Ada")
    letter = await here.letter(one)
    await ended(here, one)
    told = await here.erased(one, class_codes=["P2"])
    assert letter not in {name.document_id for name in here.keys.keys}
    assert left(told) == {("text", "not_asked_for")}


async def test_a_part_that_was_split_off_has_a_copy() -> None:
    here = ErasingOffice()
    whole = await here.received("Eve", issues=[{}, {}])
    issue_ids = list((await here.complaint(whole)).issues)[1:]
    await here.do("split_complaint", whole, issue_ids=issue_ids)
    (part,) = (await here.complaint(whole)).split_into
    await ended(here, whole, part)
    told = await here.erased(whole)
    assert left(told) == {("identity", "split"), ("text", "split")}
    reference = (await here.complaint(part)).reference
    assert {one.reference for one in told.still_readable} == {reference}
    assert (await here.erased(part)).is_complete
    assert (await here.erasures.certificate(whole, told.request_id)).is_complete


@pytest.mark.parametrize("which", ["source", "target"])
async def test_a_merged_complaint_has_copies_on_both_sides(which: str) -> None:
    here = ErasingOffice()
    ann, bob = await here.received("Ann"), await here.received("Bob")
    await here.do("merge_complaint", ann, into_id=bob, ground_code="represented_group")
    await ended(here, bob)
    joined = (await here.parties_of(bob))[1]
    one, other = (ann, bob) if which == "source" else (bob, ann)
    told = await here.erased(one)
    assert left(told) == {("identity", "merged"), ("text", "merged")}
    whose = {each.party_id for each in told.still_readable if each.kind == "identity"}
    assert whose == ({joined} if which == "source" else set(await here.parties_of(ann)))
    await here.erased(other)
    assert (await here.erasures.certificate(one, told.request_id)).is_complete


async def test_of_bob_nothing_stands_in_anns_complaint_that_went_on_in_his() -> None:
    here = ErasingOffice()
    ann, bob = await here.received("Ann"), await here.received("Bob")
    await here.do("merge_complaint", ann, into_id=bob, ground_code="represented_group")
    await ended(here, bob)
    his = (await here.parties_of(bob))[0]
    told = await here.erased(bob, party_id=his, class_codes=["P2", "P3", "P4"])
    assert (told.is_complete, told.still_readable) == (True, ())
    assert left(await here.erased(ann)) == {("identity", "merged")}, "and she in his"


async def test_merged_as_one_person_both_complaints_know_them() -> None:
    here = ErasingOffice()
    first, second = await here.received("Ann"), await here.received("Ann")
    await here.do("merge_complaint", first, into_id=second)
    await ended(here, second)
    assert left(await here.erased(first)) == {("identity", "merged"), ("text", "merged")}


async def test_a_link_copies_nothing() -> None:
    here = ErasingOffice()
    one, other = await here.received("Ann"), await here.received("Ann")
    await here.do("link_complaint", one, other_id=other, link="related")
    await ended(here, one)
    assert (await here.erased(one)).is_complete


async def test_what_comes_after_an_erasure_is_named_by_its_certificate() -> None:
    here = ErasingOffice()
    one = await here.received("Ada")
    await ended(here, one)
    told = await here.erased(one)
    note: dict[str, Any] = {"note": "They called again."}
    await here.do("add_note", one, **note)
    await here.attached(one)
    again = await here.erasures.certificate(one, told.request_id)
    assert not again.is_complete
    assert left(again) == {("text", "came_later"), ("document", "came_later")}
    assert (await here.erased(one)).is_complete


async def test_an_empty_field_is_nothing_that_could_be_read() -> None:
    """Each class of an event is sealed, also where nothing was said: presence says nothing."""
    here = ErasingOffice()
    one = await here.received("Ada")
    await ended(here, one)
    told = await here.erased(one, class_codes=["P2", "P3"])
    assert {name.scope for name in here.keys.keys} == {"P4"}
    assert told.is_complete


async def test_keys_that_a_crash_left_are_no_complete_erasure() -> None:
    here = ErasingOffice()
    one = await here.received("Ada")
    await ended(here, one)
    kept = dict(here.keys.keys)
    told = await here.erased(one)
    here.keys.keys.update(kept)
    again = await here.erasures.certificate(one, told.request_id)
    assert left(again) == {("identity", "not_destroyed_yet"), ("text", "not_destroyed_yet")}
    assert not again.is_complete
    assert await here.erasures.completed(one, told.request_id)
    assert (await here.erasures.certificate(one, told.request_id)).is_complete
