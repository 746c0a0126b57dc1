"""What programs read, alike over HTTP and with --json."""
