"""A policy at a terminal: its clocks and how they stop and move, who may grant what."""

from collections.abc import Iterator
from datetime import date

from rich.text import Text

from domain.policy import Calendar, DeadlineRule, Policy
from domain.values import instant_text
from services.cli.terminal import Cell, print_line, print_table
from services.published import Publication


def show(told: Publication) -> None:
    """The policy's rules, each with its id."""
    policy = told.policy
    print_line(Text.assemble((policy.policy_id, "bold"), f" version {told.version}"))
    print_line(policy.title)
    published = f"published {instant_text(told.recorded_at)[:19]}Z by {told.published_by.hex[:8]}"
    print_line(Text(f"{published}; a day ends at {policy.day_ends}", style="dim"))
    bound = ", ".join(
        f"{one.calendar_id} version {one.version} ({known(one)})" for one in policy.calendars
    )
    print_line(f"calendars: {bound}")
    heads = ("rule", "what", "from", "time", "whose", "for")
    print_table(heads, [_deadline(rule) for rule in policy.deadlines], long=("from", "for"))
    rest = list(_rest(policy))
    if rest:
        print_table(("rule", "does", "to", "how"), rest, long=("to", "how"))


def known(calendar: Calendar) -> str:
    """Until when it is known which days are worked."""
    until = calendar.known_until
    if until is None:
        return "every year"
    not_yet = ", later years not announced" if calendar.announced_until == until else ""
    return f"known until {until}{not_yet}"


def doubt(calendar: Calendar, year: int) -> str | None:
    """Why the days of a year are not all known; None where they are."""
    if calendar.first_year is not None and year < calendar.first_year:
        return f"{year} lies before the years that the calendar knows: weekends alone count"
    if calendar.knows(date(year, 1, 1)):
        return None
    if year <= (calendar.last_year or year):
        return f"{year} is not announced: which days are exchanged is not known yet"
    return f"{year} lies after the years that the calendar knows: weekends alone count"


def _deadline(rule: DeadlineRule) -> list[Cell]:
    stage = f"stage {rule.stage}" if rule.stage else ""
    only = [*rule.only.product_codes, *rule.only.category_codes, *rule.only.channel_codes]
    return [
        rule.rule_id,
        _said(rule.kind),
        ", ".join(map(_said, rule.starts_from)),
        f"{rule.amount} {_said(rule.unit)}",
        _said(rule.party),
        ", ".join(filter(None, (stage, *only))) or "all",
    ]


def _rest(policy: Policy) -> Iterator[list[Cell]]:
    for extension in policy.extensions:
        how = f"{extension.amount} {_said(extension.unit)}, {extension.times} times"
        yield [extension.rule_id, "extends", _kinds(extension.kinds), how]
    for pause in policy.pauses:
        grounds = ", ".join(map(_said, pause.ground_codes))
        yield [pause.rule_id, "pauses", _kinds(pause.kinds), f"because {grounds}"]
    for escalation in policy.escalations:
        how = f"to level {escalation.to_level} when {escalation.after}"
        yield [escalation.rule_id, "escalates", _kinds(escalation.kinds), how]
    for grant in policy.authority:
        limits = ", ".join(f"{one.amount} {one.currency}" for one in grant.limits)
        kinds = _kinds(grant.kinds) or "any remedy"
        how = "without limit" if grant.is_unlimited else limits or "nothing"
        yield [grant.rule_id, f"{_said(grant.role)} grants", kinds, how]


def _kinds(kinds: tuple[str, ...]) -> str:
    return ", ".join(map(_said, kinds))


def _said(code: str) -> str:
    return code.replace("_", " ")
