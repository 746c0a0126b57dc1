"""A certificate says complete only if no key that there is opens anything of those people."""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from adapters import event_json
from adapters.sealing import Binding, NotSealedHere, key_id, key_of, unseal
from domain.complaint import events as e
from domain.errors import Refusal
from domain.values import Actor
from services.commands.command_request import CommandResult
from services.commands.stream_heads import NotFound
from tests.support.controls import APPROVER, PRIVACY_OFFICER
from tests.support.erasing_in_memory import ErasingOffice

CLASSES: tuple[list[str], ...] = ([], ["P2"], ["P2", "P3", "P4"], ["P3"])
STEPS = (
    *("receive", "receive", "join", "note", "letter", "attach", "end", "end"),
    *("merge", "unmerge", "split", "erase", "erase"),
)
Step = tuple[str, int, int]


@dataclass
class Course:
    """Complaints of people whose every word names them, and what is known of them here alone.

    whose: the person of each party. one: complaints that were ever merged or split, and people
    that a merger made one, each with all that it stands for.
    """

    here: ErasingOffice = field(default_factory=ErasingOffice)
    ids: list[UUID] = field(default_factory=list)
    whose: dict[tuple[UUID, UUID], str] = field(default_factory=dict)
    papers: dict[UUID, str] = field(default_factory=dict)
    erased: list[tuple[UUID, UUID, frozenset[str]]] = field(default_factory=list)
    one: defaultdict[object, set[object]] = field(default_factory=lambda: defaultdict(set))
    people: int = 0

    def person(self) -> str:
        self.people += 1
        return f"canary{self.people}x"

    def join(self, first: object, second: object) -> None:
        whole = {first, second} | self.one[first] | self.one[second]
        for each in whole:
            self.one[each] = whole

    async def take(self, step: Step) -> None:
        """Take a step, or leave it where it is refused."""
        name, first, second = step
        if name != "receive" and not self.ids:
            return
        of = self.ids[first % len(self.ids)] if self.ids else UUID(int=0)
        try:
            await getattr(self, f"_{name}")(of, second)
        except Refusal:
            return
        except NotFound:
            # Only whoever has no part there any more finds nothing.
            assert name == "attach" and second % 2

    async def _receive(self, _of: UUID, number: int) -> None:
        person = self.person()
        told: dict[str, Any] = {"narrative": f"I am {person}.", "issues": [{}, {}]}
        # Whose name is known is nobody else; of others a merger may say that they are one.
        told["complainant"] = {"name" if number % 2 else "region": person}
        done = await self.here.do("receive", **told)
        assert done.state is not None and done.state.party_id is not None
        self.ids.append(done.stream_id)
        self.whose[done.stream_id, done.state.party_id] = person

    async def _join(self, of: UUID, _number: int) -> None:
        person = self.person()
        contact: dict[str, Any] = {"complainant": {"name": person}, "must_agree": False}
        done = await self.here.do("join_complainant", of, **contact)
        self.whose[of, list((await self.here.complaint(of)).parties)[-1]] = person
        assert done.events

    async def _note(self, of: UUID, number: int) -> None:
        party = await self._party(of, number)
        await self.here.do("add_note", of, note=f"About {self.whose[of, party]}.")

    async def _letter(self, of: UUID, number: int) -> None:
        kind, party = ("acknowledgement", "update")[number % 2], await self._party(of, number)
        paper = await self.here.letter(of, kind, to_party_id=party)
        self.papers[paper] = self.whose[of, party]

    async def _attach(self, of: UUID, number: int) -> None:
        party = await self._party(of, number)
        by = {"by": Actor(kind="party", id=party, role="party")} if number % 2 else {}
        paper = await self.here.attached(of, **by)
        self.papers[paper] = self.whose[of, party]

    async def _end(self, of: UUID, _number: int) -> None:
        for party in (await self.here.complaint(of)).parties.values():
            if party.from_id is not None and not party.has_left:
                await self.here.left(of, party.party_id)
        ground = {"ground_code": "not_ours", "signpost_code": "none_available"}
        await self.here.do("declare_out_of_scope", of, by=APPROVER, **ground)

    async def _merge(self, of: UUID, number: int) -> None:
        into = self.ids[number % len(self.ids)]
        ground = ("same_complainant", "represented_group")[number % 2]
        before = set((await self.here.complaint(into)).parties)
        done = await self.here.do("merge_complaint", of, into_id=into, ground_code=ground)
        self.join(of, into)
        self._learn(done)
        source, target = await self.here.complaint(of), await self.here.complaint(into)
        if ground == "same_complainant" and target.party_id in before:
            assert source.party_id is not None and target.party_id is not None
            self.join(self.whose[of, source.party_id], self.whose[into, target.party_id])

    def _learn(self, done: CommandResult) -> None:
        """Who joined, by the order in which they came from the source."""
        joined = [one for one in done.events if isinstance(one.event, e.ComplainantJoined)]
        assert done.state is not None
        left = [
            self.whose[done.stream_id, each.party_id]
            for each in done.state.parties.values()
            if not each.has_left
        ][-len(joined) or len(done.state.parties) :]
        for one, person in zip(joined, left, strict=False):
            assert isinstance(one.event, e.ComplainantJoined)
            self.whose[one.stream_id, one.event.party_id] = person

    async def _unmerge(self, of: UUID, _number: int) -> None:
        await self.here.do("unmerge_complaint", of, by=PRIVACY_OFFICER, ground_code="mistake")

    async def _split(self, of: UUID, _number: int) -> None:
        whole = await self.here.complaint(of)
        going = [each.issue_id for each in whole.open_issues][-1:]
        done = await self.here.do("split_complaint", of, issue_ids=going)
        (part,) = next(
            one.event.new_ids for one in done.events if isinstance(one.event, e.ComplaintSplit)
        )
        self.join(of, part)
        self.ids.append(part)
        # Who of the part is who is told nowhere: everybody in it stands for all of them.
        all_of = [self.whose[of, each] for each in whole.parties]
        for party in (await self.here.complaint(part)).parties:
            self.whose[part, party] = " ".join(all_of)

    async def _erase(self, of: UUID, number: int) -> None:
        parties = list((await self.here.complaint(of)).parties)
        chosen = [*parties, None][number % (len(parties) + 1)]
        asked: dict[str, Any] = {"class_codes": CLASSES[number % len(CLASSES)]}
        told = await self.here.erased(of, party_id=chosen, **asked)
        whose = {self.whose[of, each] for each in ([chosen] if chosen else parties)}
        self.erased.append((of, told.request_id, frozenset(whose)))

    async def _party(self, of: UUID, number: int) -> UUID:
        parties = await self.here.parties_of(of)
        return parties[number % len(parties)]

    async def check(self) -> None:
        """Look at every certificate again, and beside it at the keys that there are."""
        seen = [one async for one in self._readable()]
        for of, request_id, whose in self.erased:
            if not (await self.here.erasures.certificate(of, request_id)).is_complete:
                continue
            matter = {of} | self.one[of]
            words = {
                word
                for person in whose
                for each in ({person} | self.one[person])
                for word in str(each).split()
            }
            for stream_id, text in seen:
                found = [word for word in words if stream_id in matter and word in text]
                assert not found, (of, stream_id, text)

    async def _readable(self) -> Any:
        """Every sealed field that some key opens, and whose each document is that has its key."""
        keys = {key_id(key): key for key in self.here.keys.keys.values()}
        for stored in await self.here.record.after(0, 100_000):
            one = event_json.recorded(stored.public, stored.position)
            blobs = (await self.here.record.sealed([stored.position])).get(stored.position, [])
            for text in _opened(one, blobs, keys):
                yield one.stream_id, text
        for name in self.here.keys.keys:
            if name.document_id in self.papers:
                yield name.complaint_id, self.papers[name.document_id]


def _opened(one: Any, blobs: list[bytes], keys: dict[bytes, bytes]) -> Iterator[str]:
    marks = {digest: mark for mark, digest in one.sealed}
    for blob in blobs:
        if key_of(blob) in keys:
            mark = marks[hashlib.sha256(blob).hexdigest()]
            place = Binding("complaint", one.stream_id, one.version, one.event_id, mark)
            try:
                yield str(unseal(blob, key=keys[key_of(blob)], binding=place))
            except NotSealedHere:
                raise AssertionError("a key opens only what it was made for") from None


steps = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 7), st.integers(0, 11)), max_size=25
)


@given(steps)
def test_complete_means_that_no_key_opens_anything_of_theirs(taken: list[Step]) -> None:
    async def run() -> None:
        course = Course()
        for step in [("receive", 0, 1), ("receive", 0, 0), *taken]:
            await course.take(step)
        await course.check()

    asyncio.run(run())
