"""Sentences for acts that take a second person: asked for, refused, taken back (4.12)."""

APPROVED = (
    "[; approved by {approved_by}][ (approval {approval_id})]"
    "[?separation=relaxed: , separation relaxed because {separation_ground_code}]."
)
"""How a sentence ends of what may take a second person."""

SENTENCES = {
    "ApprovalLapsed": "The approval {approval_id} can be given no more, because "
    "[?ground_code=ended: the complaint ended]"
    "[?ground_code=content_gone: what was asked for is gone]"
    "[?ground_code=author_excluded: whoever asked for it is kept out]"
    "[?ground_code=facts_changed: the facts that it rests on changed]"
    "[?ground_code=too_old: it was asked for too long ago].",
    "ApprovalRefused": "The approval {approval_id} was refused, because {ground_code}.",
    "ApprovalRequested": "Asked for and not done: {act_code}, because {ground_code}; awaits "
    "approval {approval_id} by {approving_roles}.",
    "ApprovalWithdrawn": "The approval {approval_id} is asked for no more, because {ground_code}.",
}
