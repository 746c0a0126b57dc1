"""The roles that may come to the door with a command, in the sets that commands name (4.12).

Each is whoever may come; the decision itself asks what the policy in force lets them do.
"""

HANDLER = frozenset({"handler"})
STAFF = frozenset({"handler", "approver"})
APPROVING = STAFF | {"reviewer"}
APPROVERS = APPROVING - HANDLER
"""Who approves what others ask for, and carries nothing out."""
INQUIRY = STAFF | {"investigator", "reviewer"}
OWNERS = frozenset({"handler", "action_owner"})
MANAGEMENT = STAFF | {"management_representative", "top_management"}
PRIVACY = STAFF | {"management_representative", "privacy_officer"}
POLICY = frozenset({"policy_owner", "top_management"})
PARTY = frozenset({"party", "representative"})
"""Of those outside: each only in a complaint of theirs."""
SYSTEM = frozenset({"system"})
