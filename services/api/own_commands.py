"""A party's commands over HTTP: on the entity tag of what they were shown, answered likewise."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

from pydantic import BaseModel
from starlette.responses import Response

from adapters.clock import now
from domain.errors import Refusal
from services.api.answers import as_json
from services.api.problems import STALE, Problem, Refused
from services.commands.command_request import CommandRequest, CommandResult
from services.commands.command_service import ATTEMPTS
from services.commands.not_stored import TooContended, VersionMoved
from services.commands.stream_heads import NotFound
from services.queries.own_complaints import OwnComplaintAnswer, OwnComplaints, Shown

NONE_OF_THEM: frozenset[int] = frozenset()
Run = Callable[[CommandRequest], Awaitable[CommandResult]]
Made = Callable[[CommandResult], str]
"""The address of what a command made."""


class OwnCommandAnswer(BaseModel):
    """A party's complaint right after their command; null once they have no part in it any more."""

    command_id: UUID
    remarks: list[str]
    complaint: OwnComplaintAnswer | None


class OwnCommands:
    """Carries the commands of parties out. own: what they are shown."""

    def __init__(self, own: OwnComplaints) -> None:
        self.own = own

    async def answer(
        self,
        command_request: CommandRequest,
        run: Run,
        *,
        tags: frozenset[str] | None,
        made: Made | None = None,
        again: bool = True,
    ) -> Response:
        """Carry a command out, unless they see something else than they had seen.

        run: does it. tags: of what they had seen, None for any. made: where what it made lies.
        again: it can be done again when others, of whom the party sees nothing, were faster.
        Raises NotFound, Problem, Refused, TooContended.
        """
        for _ in range(ATTEMPTS if again else 1):
            versions = await self._versions(command_request, tags)
            try:
                result = await run(replace(command_request, expected_versions=versions))
            except VersionMoved:
                if versions:
                    continue
                raise await self._stale(command_request) from None
            except Refusal as refusal:
                raise told_to_party(refusal) from None
            return await self._answered(command_request, result, made=made)
        raise TooContended(ATTEMPTS)

    async def _versions(
        self, command_request: CommandRequest, tags: frozenset[str] | None
    ) -> frozenset[int] | None:
        """The version that they saw, if it is what they would see now."""
        if tags is None:
            return None
        shown = await self._seen(command_request)
        if shown is None or shown.tag not in tags:
            return NONE_OF_THEM
        return frozenset({shown.version})

    async def _seen(self, command_request: CommandRequest) -> Shown | None:
        assert command_request.stream_id is not None
        try:
            return await self.own.shown(command_request.stream_id, command_request.actor, now=now())
        except NotFound:
            return None

    async def _stale(self, command_request: CommandRequest) -> Problem:
        shown = await self._seen(command_request)
        return Problem(
            STALE,
            "the complaint is not as it was read",
            instead="read it again, decide again, and send its new ETag as If-Match",
            headers={"ETag": shown.tag} if shown else {},
        )

    async def _answered(
        self, command_request: CommandRequest, result: CommandResult, *, made: Made | None
    ) -> Response:
        shown = await self._seen(command_request)
        answer = OwnCommandAnswer(
            command_id=result.command_id,
            remarks=list(result.remarks),
            complaint=shown.answer if shown else None,
        )
        headers = {"ETag": shown.tag} if shown else {}
        if result.is_repeat:
            headers["Idempotency-Replayed"] = "true"
        if made:
            headers["Location"] = made(result)
        return as_json(answer, status=201 if made else 200, headers=headers)


def told_to_party(refusal: Refusal) -> Refused:
    """A refusal as a party hears it: the rule and what to do, without what others did."""
    rule = (refusal.code, refusal.rule, f"ISO 10002:2018, {refusal.clause}")
    status = 403 if refusal.is_for_another else 409
    return Refused(refusal.rule, instead=refusal.remedy, rule=rule, status=status)
