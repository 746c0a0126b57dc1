"""4.7 Objectivity: staff who may neither handle, decide, review nor read a complaint."""
