"""``make soak``: every hunt in full, for as many minutes as there are."""
