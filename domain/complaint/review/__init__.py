"""7.9 and Annex G Review of a complaint inside the organisation and by bodies outside."""
