"""Trains the network that reads a mail whole (src/mailreg/understand/network/)."""
