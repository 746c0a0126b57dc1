"""4.10 By what right personal data is erased: one of the policy's list, as the record shows it."""

from uuid import UUID

from domain.complaint.confidentiality.retention import check_retention
from domain.complaint.draft import Draft
from domain.complaint.state import Complaint, Erasure
from domain.errors import Refusal
from domain.policy.erasure_bases import CONSENT_WITHDRAWN, RETENTION_OVER, ErasureBasis


class NoSuchBasis(Refusal, code="NoSuchBasis"):
    """Data would be erased by a right that nobody has."""

    clause = "4.10"
    rule = "personal data is erased by a right that the policy lists"
    instead = "request it by one of the list, or publish a policy that lists the right"


class ConsentStands(Refusal, code="ConsentStands"):
    """Nobody withdrew the consent that the erasure rests on."""

    clause = "4.10"
    rule = "data is erased for a consent withdrawn only once the withdrawal is recorded"
    instead = "record that the consent stands no more, or name the right that it is erased by"


def check_basis(draft: Draft, code: str, party_id: UUID | None) -> ErasureBasis:
    """The basis of this code; what the record must show of it is shown, the retention aside.

    Raises NoSuchBasis, ConsentStands.
    """
    bases = draft.context.policy.erasure_bases
    found = next((each for each in bases if each.code == code), None)
    if found is None:
        known = ", ".join(each.code for each in bases)
        raise NoSuchBasis(legal_basis_code=code, known=known)
    if found.condition == CONSENT_WITHDRAWN:
        _check_withdrawn(draft.complaint, party_id)
    return found


def check_right(draft: Draft, erasure: Erasure) -> None:
    """Refuse an erasure whose right does not hold now, whatever was thought when it was asked for.

    Raises NoSuchBasis, ConsentStands, RetentionNotOver.
    """
    basis = check_basis(draft, erasure.legal_basis_code, erasure.party_id)
    if basis.condition == RETENTION_OVER:
        check_retention(draft)


def _check_withdrawn(complaint: Complaint, party_id: UUID | None) -> None:
    """Of everybody's data every complainant's consent is withdrawn."""
    everybody = tuple(complaint.parties) or (None,)
    gone = {each.party_id for each in complaint.consents.values() if not each.is_given}
    for each in (party_id,) if party_id else everybody:
        if each not in gone:
            raise ConsentStands(complaint=complaint.reference, party_id=each or "nobody")
