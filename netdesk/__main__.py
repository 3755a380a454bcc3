"""`python -m netdesk` is the same program as the `netdesk` command."""

from __future__ import annotations

import sys

from netdesk.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
