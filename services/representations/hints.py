"""What to do instead, in words that both doors use."""

APPROVED_BY_ACTING = (
    "leave approved_by out; where the policy asks for a second person this is recorded as a "
    "request, and they approve it themselves with grant_approval"
)
