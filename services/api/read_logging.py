"""Which requests read complaints, and what the log of reads says of each."""

from uuid import UUID

import structlog
from starlette.types import Scope

from adapters.read_log import REFUSED, ReadLog
from services.access.rights import PARTY_ROLES
from services.queries.queries import Questions
from services.queries.references import identifier

NOT_OF_COMPLAINTS = frozenset({"/v1/projections", "/v1/trends", "/v1/views"})
OF_A_VIEW = "/v1/views/{view}"
REFUSING = frozenset({403, 404, 409, 410})


class NamedQuestions(Questions):
    """Questions whose lines in the logs name the complaint that the address named."""

    async def find(self, word: str) -> UUID:
        """The complaint. Raises what Questions.find raises."""
        found = await super().find(word)
        structlog.contextvars.bind_contextvars(complaint_id=str(found))
        return found


def note_read(reads: ReadLog, scope: Scope, status: int) -> None:
    """Log a read that was done, or refused, before the first octet of the answer leaves.

    Only of whoever came with a valid key. A party's command is answered with their complaint as
    they see it, so that it is a read too, once it is done. Raises ReadNotLogged.
    """
    route = getattr(scope.get("route"), "path", "")
    known = structlog.contextvars.get_contextvars()
    is_shown = scope["method"] == "POST" and known.get("role") in PARTY_ROLES and status < 300
    is_read = (scope["method"] == "GET" or is_shown) and route.startswith("/v1/")
    if not is_read or route in NOT_OF_COMPLAINTS or "principal" not in known:
        return
    named = _named(scope)
    event = _event(route)
    if status in REFUSING:
        reads.note(REFUSED, of=event, status=status, route=route, part="api", **named)
    elif status < 400:
        reads.note(event, route=route, part="api", **named)


def _event(route: str) -> str:
    if "{" not in route or route == OF_A_VIEW:
        return "list.read"
    if "{complaint}" not in route:
        return "stream.opened" if route.endswith("/opened") else "stream.read"
    if route.endswith("/documents/{document}"):
        return "document.opened"
    return "complaint.opened" if route.endswith("/opened") else "complaint.read"


def _named(scope: Scope) -> dict[str, str]:
    """The ids that the address names; a word that is none may be anything, and is left out."""
    words = scope.get("path_params", {})
    words_by_name = {"document_id": words.get("document")}
    if "complaint_id" not in structlog.contextvars.get_contextvars():
        words_by_name["complaint_id"] = words.get("complaint")
    ids = {name: identifier(str(word)) for name, word in words_by_name.items() if word is not None}
    return {name: str(found) for name, found in ids.items() if found is not None}
