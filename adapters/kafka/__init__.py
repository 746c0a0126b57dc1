"""The topic: how the record is published to it, and how it is read again."""
