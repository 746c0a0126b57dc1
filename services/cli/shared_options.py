"""What many commands take alike, and under which headings the help lists them."""

from pathlib import Path
from typing import Annotated

import typer

SERVING, READING, KEEPING = "Serving", "Reading", "Keeping"

DataOption = typer.Option(
    "--data", help="The folder that holds everything.", metavar="DIR", show_default=False
)
DATA = Annotated[Path | None, DataOption]
Reference = Annotated[
    str, typer.Argument(metavar="REF", help="The complaint: its reference or its id.")
]
AsJson = Annotated[bool, typer.Option("--json", help="For programs: JSON.")]
