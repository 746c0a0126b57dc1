"""A letter on one complaint: written from what is known, and sent, which keeps and records it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from uuid import UUID

from adapters.clock import now
from adapters.octets import NIL, reference
from domain.complaint.documents.attaching import AttachDocument, OfTemplate
from domain.complaint.documents.letters import (
    LetterSaid,
    SendLetter,
    addressee_of,
    as_recorded,
    as_told,
    is_for_conflicted,
)
from domain.complaint.events import ComplaintReceived
from domain.complaint.parties.identities import contact_of
from domain.complaint.state import Complaint
from domain.decision_context import DecisionContext
from domain.values import Actor, When
from services.access.sight import Sight
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.documents import Documents
from services.correspondence.choosing import Template, Templates
from services.correspondence.facts import Addressee, facts_of
from services.policies.policy_in_force import PolicyBook, PolicyInForce
from services.queries.queries import OpenedComplaint, Questions

Noted = Callable[..., AbstractContextManager[object]]
"""Logs the read that is done within: the event, who reads, what."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it would be sent. version: of the complaint that it was written on."""

    text: str
    template: Template
    complaint: Complaint
    version: int


@dataclass(frozen=True, slots=True)
class House:
    """Who writes, the legal entity unless named; in what language where nobody asked for one."""

    organisation: str | None
    language: str


class Letters:
    """The letters of one installation."""

    def __init__(
        self,
        questions: Questions,
        documents: Documents,
        policies: PolicyBook,
        *,
        house: House,
        templates: Templates,
        noted: Noted,
    ) -> None:
        self._questions = questions
        self._documents = documents
        self._policies = policies
        self._house = house
        self._templates = templates
        self._noted = noted

    async def write(self, complaint_id: UUID, said: LetterSaid, *, by: Actor) -> Letter:
        """The letter, with the names in it opened; every such reading is logged.

        Raises NotFound, NoTemplate, BadTemplate, WithoutAuthority, RecourseTooShort.
        """
        with self._noted("complaint.opened", by, complaint_id=str(complaint_id)):
            return await self._written(complaint_id, said, by=by)

    async def _written(self, complaint_id: UUID, said: LetterSaid, *, by: Actor) -> Letter:
        opened = await self._questions.opened(complaint_id)
        complaint = opened.as_of.complaint
        in_force = await self._policies.in_force(complaint.legal_entity)
        is_waived = in_force.policy.separation.handle_conflicted == "waived"
        Sight(by, now(), is_waived and is_for_conflicted(said.kind)).check(complaint)
        context = _context(complaint, by, in_force)
        written = When(at=context.now, zone=complaint.zone or in_force.zone)
        party_id = addressee_of(complaint, context, said.occurred, said.to_party_id)
        events = [one.recorded for one in opened.events]
        template = self._templates.choose(said.kind, said.language or self._language_of(opened))
        facts = facts_of(
            as_told(complaint, said, context),
            as_recorded(complaint, context, said, said.occurred or written),
            to=Addressee(party_id, contact_of(events, party_id)),
            organisation=self._house.organisation or complaint.legal_entity,
            contact_point=in_force.policy.contact_point_code,
            written_on=(said.occurred or written).day or written.day or context.now.date(),
        )
        text = self._templates.render(template, facts)
        return Letter(text, template, complaint, opened.as_of.version)

    async def send(self, request: CommandRequest, said: LetterSaid) -> CommandResult:
        """Write the letter, keep it as a document, and record what it tells, both or neither.

        request: a send_letter without its command. Nothing leaves the house by itself: who sends it
        prints it or reads it again as the document. Raises what write and CommandService.run raise.
        """
        complaint_id = request.stream_id
        assert complaint_id is not None
        letter = await self.write(complaint_id, said, by=request.actor)
        stored = await self._documents.keep(complaint_id, letter.text.encode())
        template = letter.template
        document = AttachDocument(
            media_type=template.media_type,
            supplied_by="staff",
            title=f"{said.kind} {letter.complaint.reference}",
            **stored.reference(),
        )
        made = OfTemplate(
            template_code=template.code,
            template_version=template.version,
            language=template.language,
        )
        field_values = {name: getattr(said, name) for name in said.model_fields_set}
        command = SendLetter(**field_values, document=document, made=made)
        # What was written must be what is recorded: nobody may come in between.
        written = frozenset({letter.version})
        at = written & (request.expected_versions or written) or request.expected_versions
        return await self._documents.record_stored(
            replace(request, expected_versions=at), command, stored
        )

    def _language_of(self, opened: OpenedComplaint) -> str:
        """The language to reply in, else the one in which the complaint came, else the house's."""
        for event in (one.recorded.event for one in opened.events):
            if isinstance(event, ComplaintReceived):
                return event.reply_language or event.received_language or self._house.language
        return self._house.language


def _context(complaint: Complaint, by: Actor, in_force: PolicyInForce) -> DecisionContext:
    return DecisionContext(
        command_id=NIL,
        complaint_id=complaint.complaint_id,
        reference_of=reference,
        legal_entity=in_force.legal_entity,
        zone=in_force.zone,
        actor=by,
        now=max(now(), complaint.recorded_at),
        policy=in_force.policy,
        policy_ref=in_force.ref,
    )
