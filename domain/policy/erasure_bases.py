"""The rights by which personal data is erased, as a policy lists them (4.10; GDPR, Art. 17)."""

from typing import Literal, Self

from pydantic import model_validator

from domain.values import Code, Text, Value

Condition = Literal["retention_over", "consent_withdrawn"]

RETENTION_OVER: Condition = "retention_over"
"""The basis of an erasure that nobody asked for: the time for which it had to be kept is over."""
CONSENT_WITHDRAWN: Condition = "consent_withdrawn"


class ErasureBasis(Value):
    """A right by which personal data is erased.

    condition: what the record itself must show before it is approved and when it is carried out;
    without one whoever approves it answers for it.
    """

    code: Code
    label: Text
    condition: Condition | None = None

    @model_validator(mode="after")
    def _retention_is_reckoned(self) -> Self:
        if self.code == RETENTION_OVER != self.condition:
            raise ValueError(f"the basis {RETENTION_OVER} has the condition {RETENTION_OVER}")
        return self


def _basis(code: str, label: str, condition: Condition | None = None) -> ErasureBasis:
    return ErasureBasis(code=code, label=label, condition=condition)


USUAL_ERASURE_BASES = (
    _basis("right_to_erasure", "The person asks for it and has the right to it (Art. 17(1))"),
    _basis("retention_over", "It need not be kept any longer (Art. 17(1)(a))", RETENTION_OVER),
    _basis("consent_withdrawn", "The consent is withdrawn (Art. 17(1)(b))", CONSENT_WITHDRAWN),
    _basis("objection", "The person objects, and nothing overrides it (Art. 17(1)(c))"),
    _basis("unlawful_processing", "It was processed without a right to (Art. 17(1)(d))"),
    _basis("legal_obligation", "A law or an order demands it (Art. 17(1)(e))"),
    _basis("child_consent", "A child consented to an online service (Art. 17(1)(f))"),
)
"""The bases where a policy lists none."""
