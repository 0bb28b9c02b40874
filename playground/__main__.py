"""`python -m playground`: the app and the command line."""

import sys

from playground.cli import main

sys.exit(main())
