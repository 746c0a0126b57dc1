"""``python -m services.cli`` is the command ``plaint``."""

from services.cli import main

main()
