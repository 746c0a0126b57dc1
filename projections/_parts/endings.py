"""How a complaint ended, and whether that ending still stands (7.9)."""

from dataclasses import dataclass, replace

from domain.complaint.events import ExternalReferralReturned
from domain.complaint.lifecycle import ENDED
from domain.recorded import Recorded
from projections._parts.counted_days import Dated, dated


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The latest ending. because: its ground, else its basis.

    stands: not once the complaint was taken up again, whose ending is thereby taken back.
    """

    act: Dated
    state: str
    because: str | None
    stands: bool = True


def ending_after(ending: Ending | None, recorded: Recorded) -> Ending | None:
    """The latest ending after one more event; its state says whether the complaint is open now."""
    has_ended = ending is not None and ending.stands
    if recorded.state not in ENDED:
        return replace(ending, stands=False) if ending is not None and has_ended else ending
    if ending is None or not has_ended:
        because = _because(ending, recorded)
        return Ending(act=dated(recorded), state=recorded.state, because=because)
    return ending if ending.state == recorded.state else replace(ending, state=recorded.state)


def _because(before: Ending | None, recorded: Recorded) -> str | None:
    """Back from an outside body, a complaint has ended for the reason it had ended before."""
    event = recorded.event
    if isinstance(event, ExternalReferralReturned) and before is not None:
        return before.because
    fields = vars(event)
    return fields.get("ground_code") or fields.get("basis_code")
