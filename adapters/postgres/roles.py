"""Who may come to the databases: the roles, their passwords, and the statements that make them."""

import base64
import hashlib
import hmac
from collections.abc import Mapping

from adapters.clock import random_octets

OWNER = "plaint_owner"
VIEWS = "plaint_views"
WRITER = "plaint_writer"
RELAY = "plaint_relay"
PROJECTOR = "plaint_projector"
REPLAYER = "plaint_replayer"
ANALYST = "plaint_analyst"
"""Reads the views by SQL, and nothing else."""
PARTS = (WRITER, RELAY, PROJECTOR, REPLAYER)
"""What Plaint's own processes are."""
LOGINS = (*PARTS, ANALYST)

ITERATIONS = 4096


def role_statements(passwords: Mapping[str, str]) -> list[str]:
    """SQL that makes all roles, or gives those that exist these passwords and attributes.

    passwords: one for each of LOGINS; they appear only as SCRAM verifiers. Raises ValueError
    when one is missing.
    """
    missing = [role for role in LOGINS if not passwords.get(role)]
    if missing:
        raise ValueError(f"every role needs a password (missing: {', '.join(missing)}): give one")
    statements = [_made(role) for role in (OWNER, VIEWS, *LOGINS)]
    statements += [f"ALTER ROLE {role} NOLOGIN INHERIT" for role in (OWNER, VIEWS)]
    statements += [
        f"ALTER ROLE {role} LOGIN NOINHERIT PASSWORD '{scram(passwords[role])}'" for role in LOGINS
    ]
    # Whoever reads by SQL and goes away leaves no lock behind that a new version of a view awaits.
    statements.append(f"ALTER ROLE {ANALYST} SET idle_in_transaction_session_timeout = '1min'")
    # The administrator makes the databases in the owner's name, so must be able to act as owner.
    statements += [
        f"GRANT {VIEWS} TO {OWNER}, {PROJECTOR}, {REPLAYER}",
        f"GRANT {OWNER} TO CURRENT_USER",
    ]
    return statements


def scram(password: str, salt: bytes | None = None) -> str:
    """What PostgreSQL stores of a password: a SCRAM-SHA-256 verifier (RFC 5803), not the password.

    Raises ValueError for passwords that are not printable ASCII, which SASLprep could change.
    """
    if not (password.isascii() and password.isprintable()):
        raise ValueError("a password must be printable ASCII: choose another")
    salt = salt or random_octets(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt_text, stored_text, server_text = (
        base64.b64encode(part).decode() for part in (salt, stored, server)
    )
    return f"SCRAM-SHA-256${ITERATIONS}:{salt_text}${stored_text}:{server_text}"


def _made(role: str) -> str:
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') "
        f"THEN CREATE ROLE {role}; END IF; END $$"
    )
