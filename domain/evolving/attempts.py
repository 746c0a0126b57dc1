"""The attempt at an answer that a complaint is in: its stage and round (lifecycle, 2)."""

from domain.state import Complaint


def in_attempt(complaint: Complaint, stage: int, round_: int) -> Complaint:
    """The complaint in this attempt; an acknowledgement counts for its own attempt only."""
    if (stage, round_) == (complaint.stage, complaint.round):
        return complaint
    rounds = [*complaint.rounds, *([0] * (stage - len(complaint.rounds)))]
    rounds[stage - 1] = max(rounds[stage - 1], round_)
    return complaint.changed(stage=stage, round=round_, rounds=tuple(rounds), is_acknowledged=False)


def next_attempt(complaint: Complaint) -> Complaint:
    """The complaint in a new round of the stage of its latest answer; no pair ever returns."""
    stage = complaint.answered_stage or complaint.stage
    highest = complaint.rounds[stage - 1] if stage <= len(complaint.rounds) else 0
    return in_attempt(complaint, stage, highest + 1)
