"""A policy at a terminal: its clocks and how they stop and move, who may grant what."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from rich.text import Text

from domain.policy import Calendar, DeadlineRule, Policy
from domain.policy.adopting import Adoption, Became
from domain.values import instant_text
from services.cli.terminal import Cell, print_line, print_table
from services.policies.adopt_policy import WaitingPolicy
from services.policies.adoptions_told import AdoptionTold
from services.policies.policy_history import Publication
from services.queries.explanation_text import counted


@dataclass(frozen=True, slots=True)
class Listed:
    """The policies published here, what was ever adopted of them, and what waits, at a moment.

    adoptions: each, and what became of it.
    """

    published: tuple[Publication, ...]
    adoptions: tuple[tuple[Adoption, Became], ...]
    waiting: tuple[WaitingPolicy, ...]
    at: datetime


def show_list(listed: Listed) -> None:
    """The policies as a table, then who put what in force, and what waits for somebody to."""
    heads = ("policy", "version", "in force", "published", "calendars", "title")
    table = [
        (
            one.policy.policy_id,
            str(one.version),
            _in_force(listed, one) or "–",
            instant_text(one.recorded_at)[:19] + "Z",
            "; ".join(dict.fromkeys(map(known, one.policy.calendars))),
            one.policy.title,
        )
        for one in listed.published
    ]
    print_table(heads, table, long=("calendars", "title"))
    for adoption, became in listed.adoptions:
        stands = became in ("in_force", "waiting")
        line = f"{_said(became)}: {adoption_line(adoption)}"
        print_line(Text(line, style="" if stands else "dim"))
    for late in listed.waiting:
        print_line(f"{late.policy_id} version {late.version} waits: {late.instead}")


def adoption_line(one: Adoption) -> str:
    """What was adopted, from when on, by whom and why."""
    by = f"{_said(one.adopted_by.role)} {one.adopted_by.id.hex[:8]}"
    return (
        f"{one.legal_entity} decides under {one.ref.id} version {one.ref.version} from "
        f"{one.from_on} on ({one.zone}); adopted {instant_text(one.recorded_at)[:19]}Z by {by}: "
        f"{_said(one.ground_code)}"
    )


def _in_force(listed: Listed, one: Publication) -> str:
    """The versions of a policy that decide now, and for which entity where there are several."""
    found = [
        adoption
        for adoption, became in listed.adoptions
        if adoption.ref.id == one.policy.policy_id and became == "in_force"
    ]
    return ", ".join(f"version {each.ref.version}" for each in found)


def plain_list(listed: Listed) -> dict[str, Any]:
    """The same for programs."""
    rows = [{**_head(one), "is_in_force": bool(_in_force(listed, one))} for one in listed.published]
    begun = [plain_adoption(one, became) for one, became in listed.adoptions]
    late = [asdict(one) for one in listed.waiting]
    return {"policies": rows, "adoptions": begun, "waiting": late}


def plain_adoption(one: Adoption, became: Became) -> dict[str, Any]:
    """An adoption for programs."""
    return asdict(AdoptionTold.of(one, became))


def plain(publication: Publication) -> dict[str, Any]:
    """A version of a policy for programs, whole."""
    content = publication.policy.model_dump(mode="json", exclude_none=True)
    bound = [
        {"calendar_id": one.calendar_id, "version": one.version}
        for one in publication.policy.calendars
    ]
    return {**_head(publication), "content": {**content, "calendars": bound}}


def _head(publication: Publication) -> dict[str, Any]:
    ends = [one.known_until for one in publication.policy.calendars]
    return {
        "policy_id": publication.policy.policy_id,
        "version": publication.version,
        "title": publication.policy.title,
        "published_by": str(publication.published_by),
        "recorded_at": instant_text(publication.recorded_at),
        "calendars_known_until": min(filter(None, ends), default=None),
    }


def show(publication: Publication, in_force: Sequence[int]) -> None:
    """The policy's rules, each with its id. in_force: the versions of it that decide now."""
    policy = publication.policy
    print_line(Text.assemble((policy.policy_id, "bold"), f" version {publication.version}"))
    print_line(policy.title)
    versions = ", ".join(f"version {one}" for one in in_force)
    print_line(f"in force: {versions or 'none of its versions'}")
    at, by = instant_text(publication.recorded_at)[:19], publication.published_by.hex[:8]
    published = f"published {at}Z by {by}"
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
        counted(rule.amount, rule.unit),
        _said(rule.party),
        ", ".join(filter(None, (stage, *only))) or "all",
    ]


def _rest(policy: Policy) -> Iterator[list[Cell]]:
    for extension in policy.extensions:
        how = f"{counted(extension.amount, extension.unit)}, {counted(extension.times, 'times')}"
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
