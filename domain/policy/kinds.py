"""What can be due, and from which facts on: words that are stored for ever (6.2, 7.1)."""

from typing import Literal

Kind = Literal[
    "acknowledgement",
    "assessment",
    "first_update",
    "periodic_update",
    "fast_resolution_window",
    "response",
    "holding_response",
    "reply_window",
    "reminder",
    "internal_review_window",
    "external_referral_window",
    "information",
    "external_information",
    "determination_compliance",
    "remedy_due",
    "remedy_window",
    "action_due",
    "effectiveness_check",
    "top_management_notice",
    "record_request",
    "erasure",
    "survey_invitation",
    "survey_expiry",
    "reopen_window",
    "retention",
]
"""The kinds of due dates."""

ACKNOWLEDGEMENT: Kind = "acknowledgement"
FAST_RESOLUTION_WINDOW: Kind = "fast_resolution_window"
PERIODIC_UPDATE: Kind = "periodic_update"
RESPONSE: Kind = "response"
REPLY_WINDOW: Kind = "reply_window"
REMEDY_DUE: Kind = "remedy_due"
REMEDY_WINDOW: Kind = "remedy_window"
REOPEN_WINDOW: Kind = "reopen_window"
RETENTION: Kind = "retention"
TOP_MANAGEMENT_NOTICE: Kind = "top_management_notice"
ACTION_DUE: Kind = "action_due"
EFFECTIVENESS_CHECK: Kind = "effectiveness_check"
DETERMINATION_COMPLIANCE: Kind = "determination_compliance"
EXTERNAL_INFORMATION: Kind = "external_information"
EXTERNAL_REFERRAL_WINDOW: Kind = "external_referral_window"

HOLD_BACK: frozenset[str] = frozenset(
    {REPLY_WINDOW, REOPEN_WINDOW, RETENTION, EXTERNAL_REFERRAL_WINDOW}
    | {"internal_review_window", "remedy_window"}
)
"""Time that is theirs who complain: until it is over staff may not close, turn away or erase, and
they may go on to a review, a body or a remedy."""
ONLY_AFTER_ENDING: frozenset[str] = frozenset(
    {"survey_invitation", "survey_expiry", "reopen_window", "retention"}
)
"""What waits for nothing while work goes on."""
MAY_RUN_AFTER_ENDING: frozenset[str] = ONLY_AFTER_ENDING | {
    "remedy_due",
    "remedy_window",
    "action_due",
    "effectiveness_check",
    "record_request",
    "erasure",
    "external_referral_window",
}
OF_AN_ATTEMPT: frozenset[str] = frozenset(
    {
        "acknowledgement",
        "assessment",
        "first_update",
        "periodic_update",
        "fast_resolution_window",
        "response",
        "holding_response",
    }
)
"""What one attempt at an answer owes; a review that falls away takes its own with it."""
OVER_ONCE_ANSWERED: frozenset[str] = frozenset({"fast_resolution_window"})
"""What nobody makes good once the complaint is answered: missed, it is due no more."""

Start = Literal[
    "received",
    "logged",
    "acknowledged",
    "contacted",
    "safety_found",
    "information_requested",
    "responded",
    "review_requested",
    "taken_up_again",
    "referral_registered",
    "determined",
    "remedy_accepted",
    "remedy_failed",
    "action_planned",
    "action_completed",
    "record_requested",
    "erasure_requested",
    "survey_invited",
    "ended",
]
"""The facts from which something is due."""
Unit = Literal["hours", "working_days", "calendar_days", "weeks", "months"]
Party = Literal["organisation", "complainant", "third_party", "external_body", "nobody"]
