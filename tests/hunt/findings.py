"""What a hunt found: what was done, how often, what had to be seen and what was seen."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the table of a hunt.

    what: the rule in a few words. times: how often it was tried. seen is compared with expected.
    """

    what: str
    times: int
    expected: int | str
    seen: int | str

    @property
    def holds(self) -> bool:
        """Whether what had to be seen was seen, and the hunt took place at all."""
        return self.times > 0 and self.seen == self.expected


def judge(findings: Iterable[Finding]) -> None:
    """Asserts that each finding holds; what does not is told as a row."""
    broken = [str(finding) for finding in findings if not finding.holds]
    assert not broken, "\n".join(broken)
