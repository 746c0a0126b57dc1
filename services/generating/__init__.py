"""Complaints that nobody made: a plan from a seed, and its being carried out by the services."""
