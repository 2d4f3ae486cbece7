"""What all tests share. Fixtures of real servers live in tests/servers and are imported where they are needed."""
