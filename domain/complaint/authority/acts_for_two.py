"""The acts that may take a second person (4.7, 4.12)."""

from typing import Any

from domain.complaint.closing.closing import close
from domain.complaint.closing.recourse import exhaust_recourse
from domain.complaint.corrections.correcting import correct_record
from domain.complaint.deadlines.calendar_recount import recount_deadlines
from domain.complaint.deadlines.cancelling import cancel_deadline
from domain.complaint.deadlines.extending import extend_deadline
from domain.complaint.deadlines.new_target import set_new_target
from domain.complaint.deadlines.pausing import pause_deadlines
from domain.complaint.decider import Decider
from domain.complaint.documents.removing import remove_sealed_content
from domain.complaint.investigation.assessing import assess
from domain.complaint.issues.revising import reclassify_issue, record_product
from domain.complaint.issues.scoping import declare_issue_out_of_scope, declare_out_of_scope
from domain.complaint.objectivity.excluding import exclude_staff
from domain.complaint.receipt.forwarding import forward
from domain.complaint.remedies.remedying import offer_remedy, revoke_remedy
from domain.complaint.remedies.taking_up import decline_remedy
from domain.complaint.response.setting_aside import set_aside_decision
from domain.complaint.review.complying import answer_determination
from domain.complaint.tracking.suspending import suspend_handling
from domain.complaint.tracking.updating import report_impossible_communication

ACTS: dict[str, Decider[Any]] = {
    act.name: act
    for act in (
        correct_record,
        remove_sealed_content,
        set_aside_decision,
        declare_issue_out_of_scope,
        declare_out_of_scope,
        close,
        pause_deadlines,
        extend_deadline,
        set_new_target,
        cancel_deadline,
        suspend_handling,
        offer_remedy,
        forward,
        assess,
        record_product,
        reclassify_issue,
        exclude_staff,
        revoke_remedy,
        exhaust_recourse,
        report_impossible_communication,
        decline_remedy,
        answer_determination,
        recount_deadlines,
    )
}
"""The acts that may take a second person, by the names of their commands; old ones stay."""
