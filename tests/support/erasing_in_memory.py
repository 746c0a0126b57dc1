"""Complaints whose personal data is erased, with record and keys in memory: no server is needed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from adapters.wrapping import document_key
from domain.complaint.aggregate import COMPLAINT
from domain.complaint.state import Complaint
from domain.registry import COMMANDS
from domain.values import Actor, PolicyRef
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import CommandService
from services.commands.erasing import Certificate, Erasures
from services.commands.stream_heads import Heads
from services.policies.policy_in_force import PolicyInForce
from tests.support.controls import APPROVER, HANDLER, OTHER_HANDLER, POLICY, PRIVACY_OFFICER, named
from tests.support.keys import KeysInMemory
from tests.support.record_in_memory import RecordInMemory


class DefaultPolicy:
    """The default policy, in force for ever."""

    async def in_force(self, legal_entity: str | None = None) -> PolicyInForce:
        return PolicyInForce(POLICY, PolicyRef(id=POLICY.policy_id, version=1), "main", "UTC")


@dataclass
class ErasingOffice:
    """Complaints, and what becomes of their keys; each command comes a minute after the last."""

    at: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)
    record: RecordInMemory = field(default_factory=RecordInMemory)
    keys: KeysInMemory = field(default_factory=KeysInMemory)

    def __post_init__(self) -> None:
        self.complaints = CommandService(
            self.record,
            keys=self.keys,
            policies=DefaultPolicy(),
            secret=bytes(32),
            now=lambda: self.at,
        )
        self.erasures = Erasures(self.complaints, self.record, self.keys)

    async def do(
        self, name: str, of: UUID | None = None, *, by: Actor = HANDLER, **asked: Any
    ) -> CommandResult:
        """Give a command. Raises what it is refused with."""
        self.at += timedelta(minutes=1)
        command = COMMANDS[name].model.model_validate(asked)
        told = CommandRequest(name=name, command=command, actor=by, stream_id=of)
        return await self.erasures.run(told)

    async def received(self, name: str, **told: Any) -> UUID:
        """A complaint of somebody of this name, who says it in their narrative too."""
        asked: dict[str, Any] = {"narrative": f"I am {name}.", "complainant": {"name": name}}
        return (await self.do("receive", **{**asked, **told})).stream_id

    async def attached(self, of: UUID, *, by: Actor = HANDLER, **told: Any) -> UUID:
        """A document that was stored and attached; its id."""
        stored = await self._stored(of)
        await self.do("attach_document", of, by=by, **{**stored, **told})
        return UUID(str(stored["document_id"]))

    async def left(self, of: UUID, party_id: UUID) -> None:
        """A complainant rang to say that they leave, and left."""
        by_phone = {"direction": "inbound", "channel_code": "phone"}
        rang = await self.do("record_contact", of, by=OTHER_HANDLER, **by_phone)
        gone: dict[str, Any] = {"party_id": party_id, "ground_code": "left"}
        await self.do("remove_complainant", of, entered_from=rang.events[0].event_id, **gone)

    async def letter(self, of: UUID, kind: str = "acknowledgement", **told: Any) -> UUID:
        """A letter that was written, kept and sent; the id of its document."""
        stored = {**await self._stored(of), "supplied_by": "staff"}
        made = {"template_code": kind, "template_version": 1, "language": "en"}
        await self.do("send_letter", of, kind=kind, document=stored, made=made, **told)
        return UUID(str(stored["document_id"]))

    async def _stored(self, of: UUID) -> dict[str, object]:
        """What is said of content that lies in the store, under a key of its own."""
        self.at += timedelta(minutes=1)
        document_id = uuid5(named("document"), str(self.at))
        await self.keys.data_keys([document_key(of, document_id)])
        return {
            "document_id": document_id,
            "ciphertext_sha256": "cd" * 32,
            "plaintext_sha256": "ab" * 32,
            "size": 1,
            "media_type": "text/plain",
            "scan_code": "clean",
        }

    async def erased(self, of: UUID, **asked: Any) -> Certificate:
        """Erase, as somebody asked for it and another approved it; what then is certified."""
        basis = {"legal_basis_code": "right_to_erasure", **asked}
        requested = await self.do("request_erasure", of, by=PRIVACY_OFFICER, **basis)
        assert requested.state is not None
        request_id = list(requested.state.erasures)[-1]
        await self.do("approve_erasure", of, by=APPROVER, request_id=request_id)
        await self.do("erase_personal_data", of, by=PRIVACY_OFFICER, request_id=request_id)
        return await self.erasures.certificate(of, request_id)

    async def complaint(self, complaint_id: UUID) -> Complaint:
        """The complaint as it is."""
        found = (await Heads(self.record, COMPLAINT).read(complaint_id)).state
        assert isinstance(found, Complaint)
        return found

    async def parties_of(self, complaint_id: UUID) -> list[UUID]:
        """All who complain, in the order in which they came."""
        return list((await self.complaint(complaint_id)).parties)
