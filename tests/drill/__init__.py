"""Backup and restore, tried: ``make drill`` loses a running system and makes it again."""
