"""The write side: a command is decided on the record and appended; ports only, no driver."""
