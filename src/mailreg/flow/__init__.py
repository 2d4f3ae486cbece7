"""The use cases: one file each, one transaction each. `inbound.py` is the map that a newcomer reads first."""
