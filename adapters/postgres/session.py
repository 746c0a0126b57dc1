"""How every session with PostgreSQL is opened: UTC, no endless waiting, dead peers noticed."""

from psycopg.conninfo import conninfo_to_dict, make_conninfo

SETTINGS = {
    "TimeZone": "UTC",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",
    "default_transaction_isolation": r"read\ committed",
    # A plan that was made on an empty table and kept would scan the grown one.
    "plan_cache_mode": "force_custom_plan",
}


def session(dsn: str, *, application: str) -> str:
    """The connection string of a part of Plaint, which shows as ``application`` on the server."""
    supplied = conninfo_to_dict(dsn).get("options") or ""
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    return make_conninfo(
        dsn,
        application_name=application,
        options=f"{options} {supplied}".strip(),
        connect_timeout=10,
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
        tcp_user_timeout=15_000,
    )
