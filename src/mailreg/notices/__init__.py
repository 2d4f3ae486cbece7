"""What mailreg writes without being asked: which of it is due, as pure functions of list, ledger and clock."""
