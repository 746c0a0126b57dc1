"""The record in PostgreSQL: its schema, its one writer, its readers and the keys beside it."""
