"""The attempt at an answer that a complaint is in: its stage and round."""

from domain.complaint.state import Complaint


def in_attempt(complaint: Complaint, stage: int, round_: int) -> Complaint:
    """The complaint in this attempt; an acknowledgement counts for its own attempt only."""
    if (stage, round_) == (complaint.stage, complaint.round):
        return complaint
    return complaint.changed(
        stage=stage,
        round=round_,
        rounds=rounds_with(complaint.rounds, stage, round_),
        is_acknowledged=False,
        acknowledged_by=None,
        is_known_by_answer=False,
        impossible=frozenset(),
        contested=None,
    )


def next_attempt(complaint: Complaint) -> Complaint:
    """The complaint in a new round of the stage whose answer no longer stands.

    Under review that is the contested one, else that of the latest answer; no pair ever returns.
    """
    contested = complaint.contested if complaint.state == "REVIEW" else None
    stage = contested.stage if contested else complaint.answered_stage or complaint.stage
    return in_attempt(complaint, stage, next_round(complaint.rounds, stage))


def rounds_with(rounds: tuple[int, ...], stage: int, round_: int) -> tuple[int, ...]:
    """The highest round of each stage, in their order, once this attempt has begun."""
    filled = [*rounds, *([0] * (stage - len(rounds)))]
    filled[stage - 1] = max(filled[stage - 1], round_)
    return tuple(filled)


def next_round(rounds: tuple[int, ...], stage: int) -> int:
    """The round that a new attempt at this stage has; no pair of both ever returns."""
    return 1 + (rounds[stage - 1] if stage <= len(rounds) else 0)
