"""4.10 Disclosure: personal data leaves the process only by a right, and it is known to whom."""

from typing import Annotated

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.separation import check_role
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import PersonalDataDisclosed
from domain.complaint.preconditions import NotReceived
from domain.errors import Refusal
from domain.roles import PRIVACY
from domain.values import Code, VisibleText


class NoRightToDisclose(Refusal, code="NoRightToDisclose"):
    """Personal data is said to be given away by a right that nobody has."""

    clause = "4.10"
    rule = "personal data is disclosed by a right that the policy lists"
    instead = "name one of the list; what was given away without a right is a breach: record that"


class DisclosePersonalData(Act):
    """Personal data was given to somebody outside the process."""

    recipient_kind: Annotated[Code, Field(description="Such as insurer, court, ombudsman")]
    field_codes: Annotated[
        tuple[Code, ...], Field(min_length=1, description="What was given, such as complainant")
    ]
    legal_basis_code: Annotated[
        Code, Field(description="By what right: one of the policy's disclosure_bases")
    ]
    recipient: Annotated[VisibleText | None, Field(description="Who got it, by name")] = None


def may_tend_personal_data(draft: Draft) -> None:
    """Refuse whoever does not answer for personal data in this complaint.

    Raises NotReceived, NotTheirRole.
    """
    if draft.state is None:
        raise NotReceived
    check_role(draft, "privacy_officer")


def _disclose(draft: Draft, command: DisclosePersonalData) -> None:
    listed = [each.code for each in draft.context.policy.disclosure_bases]
    if command.legal_basis_code not in listed:
        code = command.legal_basis_code
        raise NoRightToDisclose(legal_basis_code=code, known=", ".join(listed))
    disclosed = PersonalDataDisclosed(
        recipient_kind=command.recipient_kind,
        field_codes=command.field_codes,
        legal_basis_code=command.legal_basis_code,
        recipient=command.recipient,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(disclosed, of=command)


disclose_personal_data = Decider(
    "disclose_personal_data",
    DisclosePersonalData,
    _disclose,
    clause="4.10",
    summary="Record to whom personal data was given, and by what right",
    roles=PRIVACY,
    may=may_tend_personal_data,
)
"""Record to whom personal data was given and by what right, in any state (4.10)."""
