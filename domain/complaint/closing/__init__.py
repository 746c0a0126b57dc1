"""7.9 Closing of a complaint: recourse, withdrawal, closing, reopening."""
