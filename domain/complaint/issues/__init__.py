"""7.2 and 7.5 Issues of a complaint: what it is about, and what is outside the scope."""
