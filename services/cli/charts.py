"""Figures as bars of blocks, as long as the terminal lets them be."""

EIGHTHS = " ▏▎▍▌▋▊▉"
FULL = "█"


def bar(amount: int, most: int, width: int) -> str:
    """A bar for an amount, ``width`` cells long for the greatest; what is not zero is seen."""
    if amount <= 0 or most <= 0:
        return ""
    eighths = max(1, round(8 * width * amount / most))
    rest = EIGHTHS[eighths % 8].strip()
    return FULL * (eighths // 8) + rest
