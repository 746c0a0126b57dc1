"""The clauses of ISO 10002:2018 that commands belong to: their titles and their order."""

TITLES = {
    "4.7": "Objectivity",
    "4.9": "Information integrity",
    "4.10": "Confidentiality",
    "4.12": "Accountability",
    "5.3": "Policy",
    "5.4": "Responsibility and authority",
    "6.2": "Objectives",
    "7.1": "Communication",
    "7.2": "Receipt of complaints",
    "7.3": "Tracking of complaints",
    "7.4": "Acknowledgement of complaints",
    "7.5": "Initial assessment of complaints",
    "7.6": "Investigation of complaints",
    "7.7": "Response to complaints",
    "7.8": "Communicating the decision",
    "7.9": "Closing complaints",
    "8.1": "Collection of information",
    "8.2": "Analysis and evaluation of complaints",
    "8.3": "Satisfaction with the complaints-handling process",
    "8.7": "Continual improvement",
}
"""In the order of the standard."""

_ORDER = {clause: place for place, clause in enumerate(TITLES)}


def place_of(clause: str) -> int:
    """Where a clause stands in the standard's order. Raises KeyError for one without a title."""
    return _ORDER[clause]


def heading(clause: str) -> str:
    """The clause with its title, as it heads a group of commands."""
    return f"{clause} {TITLES[clause]}"
