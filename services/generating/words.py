"""What complaints say, and by which codes of the default policy; the frequent ones first."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

Choice = TypeVar("Choice")

CHANNELS = {
    "email": 34,
    "phone": 28,
    "web": 21,
    "letter": 7,
    "in_person": 5,
    "social_media": 4,
    "referral": 1,
}
CATEGORIES = {
    "delay": 22,
    "poor_service": 16,
    "invoice": 12,
    "defective": 11,
    "not_delivered": 9,
    "information": 7,
    "price": 6,
    "not_as_ordered": 5,
    "contract": 4,
    "conduct": 3,
    "commitment_not_kept": 2,
    "guarantee_refused": 1,
    "complaint_handling": 1,
    "damage": 1,
}
PRODUCTS = {"card": 30, "delivery": 26, "broadband": 18, "appliance": 14, "insurance": 8, "loan": 4}
UNITS = ("north", "south", "online")
SEVERITIES = {"low": 45, "medium": 40, "high": 13, "critical": 2}
FINDINGS = {"upheld": 38, "partly_upheld": 22, "not_upheld": 34, "inconclusive": 6}
CAUSES = {"training": 30, "process": 28, "supplier": 18, "system": 16, "communication": 8}
NAMES = ("Ada", "Ben", "Chi", "Dora", "Emre", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kim", "Lea")
FAMILY = ("Abel", "Brook", "Cole", "Diaz", "Ekman", "Frost", "Gray", "Hale", "Ito", "Jones")
SENTENCES = (
    "I was promised an answer within a week and have heard nothing.",
    "The amount that I was charged is not the one that we had agreed.",
    "It stopped working on the second day.",
    "Three times I was passed on, and each time I had to begin anew.",
    "I enclose what I was sent, and what I had ordered.",
    "Nobody could tell me who is responsible.",
    "I have been a customer for eleven years and never had cause to write.",
    "Please put this right and tell me how you will see that it does not happen again.",
    "On the telephone I was told something else than by letter.",
    "I had to take a day off, and nobody came.",
)


def chosen(random: Random, weights: Mapping[Choice, int]) -> Choice:
    """One of these, each as often as its weight says."""
    return random.choices(list(weights), list(weights.values()))[0]


def narrative(random: Random) -> str:
    """What somebody writes: mostly some sentences, now and then some pages."""
    length = min(max(round(random.lognormvariate(1.3, 0.8)), 1), 120)
    return " ".join(random.choice(SENTENCES) for _ in range(length))


def contact(random: Random) -> dict[str, str]:
    """Somebody whom there is not, at an address that is nobody's."""
    name, family = random.choice(NAMES), random.choice(FAMILY)
    number = random.randrange(100_000)
    return {
        "name": f"{name} {family}",
        "email": f"{name}.{family}.{number}@example.org".lower(),
    }


def some(random: Random, chance: float, values: Sequence[Choice]) -> tuple[Choice, ...]:
    """These with that chance, else none."""
    return tuple(values) if random.random() < chance else ()
