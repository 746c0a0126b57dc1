"""The door for people at a keyboard: ``plaint`` and its sub-commands."""

from services.cli.app import make_app


def main() -> None:
    """Run the command line and end the process with its exit code."""
    make_app()(prog_name="plaint")
