"""Policies and calendars: published, adopted, in force, and as they were (5.3)."""
