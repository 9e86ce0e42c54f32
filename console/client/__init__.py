"""The console's side of the service's API: finding a service, asking it, listening to it."""

import sys

# httpx loads its own command-line program, and Click, Rich and Pygments with it, where these happen to be installed:
# 0.2 s and 6 MB for nothing. None is how Python's import system is told that a module is not there.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
