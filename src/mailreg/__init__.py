"""mailreg: a registration desk that lives in an e-mail inbox."""

__version__ = "0.1.0"
