"""Every command that there is: it drives the API, the keyboard, the roles and the documentation."""

from domain.complaint.deciders import DECIDERS
from domain.decider import AnyDecider

COMMANDS: dict[str, AnyDecider] = {decider.name: decider for decider in DECIDERS}
"""The commands by their names, in the order of the clauses."""
