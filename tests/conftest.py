"""What all tests share. Fixtures of real servers live in tests/servers and are imported where they are needed."""

from __future__ import annotations

import sys
from pathlib import Path

# Tests run with --import-mode=importlib: helpers beside the tests are imported as `servers.…` and `corpus.…`.
sys.path.insert(0, str(Path(__file__).parent))
