"""7.2 and 7.3 Documents of a complaint: attached, sent as letters, removed."""
