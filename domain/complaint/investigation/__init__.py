"""7.4 to 7.6 Acknowledgement, assessment and investigation of a complaint."""
