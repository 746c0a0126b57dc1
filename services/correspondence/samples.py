"""Letters that a template must be able to make: everything known, nothing known, each recourse."""

from dataclasses import replace
from datetime import date
from typing import get_args

from domain.complaint.events import Recourse
from domain.complaint.parts import FindingCode
from domain.values import Money
from services.correspondence.facts import IssueFacts, LetterFacts, RemedyFacts

DAY = date(2026, 3, 5)
BARE = LetterFacts(
    organisation="an organisation",
    written_on=DAY,
    reference="C-0R8XQJWFQ",
    received_on=None,
    name=None,
    address=(),
    contact_point="a_desk",
    issues=(IssueFacts(number=1, category_code="unclassified", finding_code=None),),
    remedies=(),
    recourse=(),
    answer_due_on=None,
    final_expected_on=None,
    text=None,
)
FULL = replace(
    BARE,
    received_on=DAY,
    name="A Name",
    address=("A Name", "A Street 1"),
    issues=tuple(
        IssueFacts(number=number, category_code="delay", finding_code=code)
        for number, code in enumerate(get_args(FindingCode), start=1)
    ),
    remedies=(
        RemedyFacts(kind_code="refund", money=Money(amount="20.00", currency="GBP"), due_on=DAY),
        RemedyFacts(kind_code="apology", money=None, due_on=None),
    ),
    recourse=(
        Recourse(kind="internal", until_on=DAY),
        Recourse(kind="external", body_code="an_ombudsman", until_on=DAY),
        Recourse(kind="court"),
        Recourse(kind="none_available"),
    ),
    answer_due_on=DAY,
    final_expected_on=DAY,
    text="Words <of> the writer & more.",
)
SAMPLES: tuple[LetterFacts, ...] = (
    BARE,
    FULL,
    *(replace(BARE, recourse=(one,)) for one in FULL.recourse),
    replace(BARE, recourse=(Recourse(kind="external"),), answer_due_on=DAY),
    replace(FULL, text=None, remedies=()),
)
