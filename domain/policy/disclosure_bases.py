"""The rights by which personal data is given to others, as a policy lists them (4.10)."""

from domain.policy.lists import ListedCode


def _basis(code: str, label: str) -> ListedCode:
    return ListedCode(code=code, label=label)


USUAL_DISCLOSURE_BASES = (
    _basis("consent", "The person consents (Art. 6(1)(a))"),
    _basis("contract", "A contract with the person needs it (Art. 6(1)(b))"),
    _basis("legal_obligation", "A law or an order demands it (Art. 6(1)(c))"),
    _basis("vital_interests", "It protects somebody's life (Art. 6(1)(d))"),
    _basis("public_task", "A task in the public interest needs it (Art. 6(1)(e))"),
    _basis("legitimate_interests", "An interest that outweighs needs it (Art. 6(1)(f))"),
)
"""The bases of GDPR, Art. 6(1), where a policy lists none."""
