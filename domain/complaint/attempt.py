"""The attempt at an answer that a complaint is in: its stage and round (lifecycle, 2)."""

from domain.complaint.state import Complaint


def in_attempt(complaint: Complaint, stage: int, round_: int) -> Complaint:
    """The complaint in this attempt; an acknowledgement counts for its own attempt only."""
    if (stage, round_) == (complaint.stage, complaint.round):
        return complaint
    rounds = [*complaint.rounds, *([0] * (stage - len(complaint.rounds)))]
    rounds[stage - 1] = max(rounds[stage - 1], round_)
    return complaint.changed(
        stage=stage,
        round=round_,
        rounds=tuple(rounds),
        is_acknowledged=False,
        impossible=frozenset(),
        contested=None,
    )


def next_attempt(complaint: Complaint) -> Complaint:
    """The complaint in a new round of the stage whose answer no longer stands.

    Under review that is the contested one, else that of the latest answer; no pair ever returns.
    """
    contested = complaint.contested if complaint.state == "REVIEW" else None
    stage = contested.stage if contested else complaint.answered_stage or complaint.stage
    return in_attempt(complaint, stage, next_round(complaint, stage))


def next_round(complaint: Complaint, stage: int) -> int:
    """The round that a new attempt at this stage has."""
    return 1 + (complaint.rounds[stage - 1] if stage <= len(complaint.rounds) else 0)
