"""8.7 Corrective and preventive actions of a complaint, and their effect."""
