"""The specification of Plaint, as tests."""
