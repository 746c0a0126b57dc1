"""4.7: whoever was excluded in error sees the complaint in the queue again."""

from typing import Any

from domain.complaint import events as e
from tests.support.histories import named
from tests.unit.projections.test_case_queue import row, told


def test_whose_exclusion_was_an_error_sees_the_row_again() -> None:
    excluded = e.StaffExcluded(staff=named("someone"), ground_code="involved")
    void: dict[str, Any] = {"target_event_id": named("it"), "ground_code": "wrong_person"}
    void |= {"field": "staff", "approved_by": named("another")}
    telling = told((excluded, "RECEIVED"), (e.RecordCorrected(**void), "RECEIVED"))
    assert row(telling).excluded == (named("someone"),)
    telling.tell(e.RecordCorrected(staff=named("someone"), **void), "RECEIVED")
    assert row(telling).excluded == ()
