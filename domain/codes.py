"""Codes belong to the lists that the policy enumerates; other fields are free (invariant 22)."""

from collections.abc import Iterable

from domain.errors import Refusal
from domain.policy import ListName, Policy, Severity

UNLISTED = 1
"""The version that is recorded where the policy has no such list."""


class UnknownCode(Refusal, code="UnknownCode"):
    """A code that the policy's list does not have."""

    clause = "7.2"
    rule = "the code is not in the policy's list"
    instead = "use one of the list, or adopt a policy whose list has it"


def check_codes(policy: Policy, name: ListName, codes: Iterable[str]) -> None:
    """Refuse a code that is not in the list of this name, where the policy has that list.

    Raises UnknownCode.
    """
    listed = policy.lists.named(name)
    if listed is None:
        return
    for code in codes:
        if not listed.has(code):
            known = ", ".join(entry.code for entry in listed.codes)
            raise UnknownCode(list=name, version=listed.version, code=code, known=known)


def check_product(policy: Policy, code: str) -> None:
    """Refuse a product that the policy does not know, where it knows any. Raises UnknownCode."""
    if not is_product_listed(policy, code):
        known = ", ".join(sorted(policy.known_products))
        version = version_of(policy, "products")
        raise UnknownCode(list="products", version=version, code=code, known=known)


def is_product_listed(policy: Policy, code: str) -> bool:
    """Whether the policy knows this product, or knows none by name."""
    return not policy.known_products or code in policy.known_products


def version_of(policy: Policy, name: ListName) -> int:
    """The version of the policy's list of this name, which is recorded with a code of it."""
    listed = policy.lists.named(name)
    return listed.version if listed else UNLISTED


def severity(policy: Policy, code: str) -> Severity:
    """The step of the scale with this code. Raises UnknownCode."""
    for step in policy.severity.steps:
        if step.code == code:
            return step
    known = ", ".join(step.code for step in policy.severity.steps)
    raise UnknownCode(list="severity", version=policy.severity.version, code=code, known=known)
