"""The search for malware in documents, by an account that the scanner may have for itself."""

import os

from adapters.documents.scanning import NoScan, Scan, ScanCommand
from adapters.local.account import account_for
from adapters.settings import Settings
from services.operations.supervising import ourselves


def scanner(settings: Settings) -> Scan:
    """The command that is named, run by the servers' account where we are root; else no search.

    Raises AccountRefused.
    """
    if not settings.document_scan:
        return NoScan()
    account = account_for(settings.run_as) if os.geteuid() == 0 else ourselves()
    return ScanCommand(settings.document_scan, account=account)
