"""The suite at other moments: the machine's clock shifted whole, or the one that we ask alone."""
