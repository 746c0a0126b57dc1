"""What is told right later makes due what it would have made due at once (6.2)."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from adapters.policy_files import preset
from tests.support.clocks_told import begun, correct, due, receipt

FCA = preset("uk_fca_disp")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAYS = st.integers(0, 300).map(lambda days: (NOW.date() - timedelta(days=days)).isoformat())
PRODUCTS = st.sampled_from(["payment_services", "electronic_money", "loans"])
KINDS = ("acknowledgement", "response")


@given(DAYS, DAYS, PRODUCTS)
def test_a_receipt_told_right_later_gives_the_days_of_one_told_right_at_once(
    wrong: str, right: str, product: str
) -> None:
    issues = [{"product_code": product}]
    later = begun(wrong, FCA, now=NOW, issues=issues)
    if right != wrong:
        correct(later, receipt(later), right)
    at_once = begun(right, FCA, now=NOW, issues=issues)
    assert [due(later, kind)[1] for kind in KINDS] == [due(at_once, kind)[1] for kind in KINDS]


@given(DAYS, PRODUCTS)
def test_a_product_told_later_gives_the_day_of_one_told_at_once(day: str, product: str) -> None:
    later = begun(day, FCA, now=NOW)
    later.do("record_product", product_code=product)
    at_once = begun(day, FCA, now=NOW, issues=[{"product_code": product}])
    assert due(later)[1] == due(at_once)[1]


@given(DAYS, st.lists(PRODUCTS, min_size=1, max_size=4))
def test_points_that_join_and_leave_never_make_a_day_later(day: str, products: list[str]) -> None:
    story = begun(day, FCA, now=NOW)
    before = date.fromisoformat(due(story)[1])
    for product in products:
        story.do("add_issue", product_code=product)
        assert before >= (before := date.fromisoformat(due(story)[1]))
    for issue_id in list(story.present.issues)[1:]:
        story.do("withdraw_issue", issue_id=issue_id, means_code="phone")
        assert before >= (before := date.fromisoformat(due(story)[1]))
