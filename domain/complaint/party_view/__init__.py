"""What a party sees of their complaint: what they told and were told, and nothing else (4.9).

A draft, a hold, an exclusion, an escalation, an action, what was offered and not told, and whoever
else is concerned, are not in it. Complainants of one merged complaint each see what is theirs.
"""

from domain.complaint.party_view.circle import Circle, circle_of
from domain.complaint.party_view.shape import OwnComplaint
from domain.complaint.party_view.view import own_complaint

__all__ = ["Circle", "OwnComplaint", "circle_of", "own_complaint"]
