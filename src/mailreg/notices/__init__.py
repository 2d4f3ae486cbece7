"""What mailreg writes without being asked: which of it is due and what it tells, as pure functions of what comes in."""
