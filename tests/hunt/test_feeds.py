"""Whatever is killed or frozen between the store and the views, nothing is missing or doubled."""

from pathlib import Path

import pytest

from tests.hunt.feeds import FATES, hunt
from tests.hunt.findings import judge
from tests.support.fix_kafka import broker_of_our_own
from tests.support.servers import FreshDatabases

pytestmark = pytest.mark.servers


def test_relay_broker_and_workers_may_die_and_wake(
    database: FreshDatabases, tmp_path: Path
) -> None:
    with broker_of_our_own() as broker:
        judge(hunt(broker, database, tmp_path, len(FATES), lambda _done: None))
