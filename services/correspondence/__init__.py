"""Letters: made from versioned templates, each with the rights and the recourse in it (S-4)."""
