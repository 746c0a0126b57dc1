"""The queue's word for a complaint in which somebody acts for the complainant."""

from datetime import date, timedelta

from domain.complaint import events as e
from projections.case_queue import is_represented
from tests.support.histories import named
from tests.unit.projections.test_case_queue import row, told

TODAY = date(2026, 3, 10)


def test_somebody_acts_for_the_complainant_until_the_authority_ends() -> None:
    party, friend = named("party"), named("friend")
    acting = e.RepresentativeAuthorised(
        party_id=party, representative_party_id=friend, authority_basis_code="power_of_attorney"
    )
    ended = e.RepresentationEnded(party_id=party, ground_code="revoked", correspondence_to=party)
    left = e.ComplainantLeft(party_id=party, ground_code="left")
    until = acting.model_copy(update={"valid_until_on": TODAY})
    tomorrow = TODAY + timedelta(days=1)
    assert is_represented(row(told((acting, "RECEIVED"))), tomorrow)
    assert is_represented(row(told((until, "RECEIVED"))), TODAY)
    assert not is_represented(row(told((until, "RECEIVED"))), tomorrow)
    assert not is_represented(row(told((acting, "RECEIVED"), (ended, "RECEIVED"))), TODAY)
    assert not is_represented(row(told((acting, "RECEIVED"), (left, "RECEIVED"))), TODAY)
