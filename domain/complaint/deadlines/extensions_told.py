"""Whether the days to which due dates were extended were told, as is known by now (6.2, 7.3)."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from domain.complaint.deadlines.state import Extension
from domain.complaint.linking.kept_informed import to_be_told
from domain.complaint.state import Complaint, DeadlineState
from domain.complaint.tracking.communications import is_notice, untold_of


def with_extensions_told(complaint: Complaint, about_id: UUID) -> Complaint:
    """The complaint after it was said of a communication that it told nobody, or another day."""
    changed = {
        key: right
        for key, one in complaint.deadlines.items()
        if (right := _right(complaint, one, about_id)) is not one
    }
    return complaint.changed(deadlines={**complaint.deadlines, **changed}) if changed else complaint


def _right(complaint: Complaint, deadline: DeadlineState, about_id: UUID) -> DeadlineState:
    known = tuple(
        replace(
            one,
            is_told=_is_told(complaint, one) and not _is_lost(complaint, deadline, one, about_id),
        )
        if _may_differ(complaint, one, about_id)
        else one
        for one in deadline.extensions
    )
    if known == deadline.extensions:
        return deadline
    by = _times(deadline, known) - _times(deadline, deadline.extensions)
    return replace(deadline, extensions=known, extended=deadline.extended + by)


def _times(deadline: DeadlineState, extensions: tuple[Extension, ...]) -> int:
    own = deadline.fact.rule_id
    return sum(one.is_told for one in extensions if one.clock == own)


def _may_differ(complaint: Complaint, extension: Extension, about_id: UUID) -> bool:
    """Whether it rests on this communication, or may be carried by it."""
    is_carried = complaint.days_told.get(about_id, date.min) >= extension.new_on
    return extension.notice == about_id or (extension.is_told and is_carried)


def _is_told(complaint: Complaint, extension: Extension) -> bool:
    """Whether its notice told of the day, or another one that arrived named it."""
    days, notice = complaint.days_told, extension.notice
    if notice is None:
        return True
    if is_notice(complaint, notice) and days.get(notice, date.max) >= extension.new_on:
        return True
    return any(
        is_notice(complaint, other) and day >= extension.new_on for other, day in days.items()
    )


def _is_lost(
    complaint: Complaint, deadline: DeadlineState, extension: Extension, about_id: UUID
) -> bool:
    """Whether of several who are each told of it this was sent to one who knows it by no other."""
    one = complaint.communications.get(about_id)
    several = to_be_told(complaint, deadline)
    people = several if one is None or one.reached is None else several & set(one.reached)
    is_resting = extension.notice is not None
    return is_resting and bool(untold_of(complaint, people, extension.notice, extension.new_on))
