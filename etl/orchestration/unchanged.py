"""Is there anything to do? Answered from contents and versions alone, in a second or two, without Dagster.

Only the command line asks here; a run in the UI goes through all steps, which find the same. In doubt the answer is
that there is something to do: the run then says what is wrong.
"""

import duckdb

from etl.errors import LuzhiError
from etl.settings import Settings
from etl.stages import incremental, indicator, normalized, raw, segmented
from etl.warehouse import build, content, versions


def unchanged(settings: Settings) -> versions.Version | None:
    """Return the published version if inbox, rules, code, libraries and models are those that made it, else None.

    Call it under the lock of HOME.
    """
    now, last = versions.current(settings), versions.newest(settings)
    if now is None or last is None or not settings.build.exists():
        return None
    try:
        with duckdb.connect(str(settings.build), read_only=True) as connection:
            same = (
                build.state(connection, "tables") == build.layout()
                and content.fingerprint(connection) == last.fingerprint
                and all(
                    incremental.is_done(connection, stage)
                    for stage in (normalized.STAGE, segmented.STAGE, indicator.STAGE)
                )
                and raw.holds_inbox(connection, settings)
            )
    except (duckdb.Error, LuzhiError, OSError):
        return None
    return now if same else None
