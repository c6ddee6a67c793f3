"""A dbt that has done all that needs no build file before it is told to build; see `etl.orchestration.dbt.waiting`.

It ends without a word when its standard input ends without one.
"""

import sys

from dbt.cli.main import dbtRunner


def main() -> int:
    """Parse, wait, build all; return the exit status."""
    parsed = dbtRunner().invoke(["--quiet", "parse"])
    if not sys.stdin.buffer.read():
        return 0
    manifest = parsed.result if parsed.success else None  # then the build tells why
    return 0 if dbtRunner(manifest).invoke(["build"]).success else 1


if __name__ == "__main__":
    sys.exit(main())
