"""How days and codes are written in a letter."""

from datetime import date

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}


def day_in(language: str, day: date) -> str:
    """A day in the words of a language; where these are not known, as ISO 8601 writes it."""
    months = MONTHS.get(language.partition("-")[0].lower())
    if months is None:
        return day.isoformat()
    dot = "." if language.lower().startswith("de") else ""
    return f"{day.day}{dot} {months.split()[day.month - 1]} {day.year}"


def words_of(code: str) -> str:
    """A code as words; what it is called in other languages, no list says yet."""
    return code.replace("_", " ")
