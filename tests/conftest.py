"""What holds for all tests."""

import playground  # noqa: F401 - before torch, since it says how torch's threads wait for each other
