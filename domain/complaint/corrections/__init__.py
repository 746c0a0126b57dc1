"""4.9 Corrections: an event that says something wrong stays, and another says what is right."""
