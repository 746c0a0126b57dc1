"""4.12 Accountability: roles, separation of duties, limits, approval by a second person."""
