"""Who may come in and see what: principals, keys, rights, request rates (4.7, 4.10)."""
