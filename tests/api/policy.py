"""The policy that the tests of the interface decide under."""

from domain.policy import (
    AuthorityRule,
    Calendar,
    DeadlineRule,
    Policy,
    Severity,
    SeverityScale,
    Start,
)

DUE: tuple[tuple[str, tuple[Start, ...]], ...] = (
    ("acknowledgement", ("received",)),
    ("response", ("received",)),
    ("top_management_notice", ("safety_found",)),
)

POLICY = Policy(
    policy_id="iso10002_default",
    title="For tests of the interface",
    contact_point_code="complaints_desk",
    day_ends="24:00",
    severity=SeverityScale(
        version=1,
        steps=(
            Severity(code="not_judged", label="Not judged", priority_code="normal"),
            Severity(code="medium", label="Medium", priority_code="normal"),
            Severity(code="high", label="High", priority_code="high"),
        ),
    ),
    calendars=(Calendar(calendar_id="office", version=1, weekend=("saturday", "sunday")),),
    deadlines=tuple(
        DeadlineRule(
            rule_id=kind,
            kind=kind,
            starts_from=starts_from,
            amount=3,
            unit="working_days",
            calendar_id="office",
        )
        for kind, starts_from in DUE
    ),
    authority=(AuthorityRule(rule_id="any", role="handler", is_unlimited=True),),
)
