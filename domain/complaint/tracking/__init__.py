"""7.3 Tracking of a complaint: assignment, contact, updates, escalation, suspension."""
