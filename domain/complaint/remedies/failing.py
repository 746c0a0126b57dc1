"""7.9 Remedies that were promised and not delivered, or went wrong: they stay owed."""

from uuid import UUID

from domain.complaint.acts import Act
from domain.complaint.authority.separation import check_role
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import RemedyFailed
from domain.complaint.remedies.remedy_rules import RemedyNotStanding, remedy_named
from domain.complaint.state import RemedyStatus
from domain.errors import Refusal
from domain.roles import OWNERS, STAFF
from domain.values import Code

MAY_FAIL: frozenset[RemedyStatus] = frozenset({"accepted", "fulfilled"})


class NothingPromised(Refusal, code="NothingPromised"):
    """A failure where nothing was to be delivered."""

    clause = "7.9"
    rule = "only a remedy that was accepted, or carried out in vain, fails"
    instead = "record the acceptance of the remedy first"


class FailRemedy(Act):
    """A remedy was not delivered, or went wrong."""

    remedy_id: UUID
    ground_code: Code


def _may_fail(draft: Draft) -> None:
    check_role(draft, "action_owner")
    if not any(each.status in MAY_FAIL for each in draft.complaint.remedies.values()):
        raise NothingPromised(complaint=draft.complaint.reference)


def _fail_remedy(draft: Draft, command: FailRemedy) -> None:
    remedy = remedy_named(draft.complaint, command.remedy_id)
    if remedy.status not in MAY_FAIL:
        raise RemedyNotStanding(
            remedy_id=remedy.remedy_id,
            status=remedy.status,
            instead="name one that was accepted or carried out",
        )
    failed = RemedyFailed(
        remedy_id=remedy.remedy_id,
        kind_code=remedy.kind_code,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(failed, of=command)


fail_remedy = Decider(
    "fail_remedy",
    FailRemedy,
    _fail_remedy,
    clause="7.9",
    summary="Record that a remedy failed",
    roles=STAFF | OWNERS,
    may=_may_fail,
)
"""Record that a remedy failed, in any state; it stays owed, or is owed again (7.9)."""
