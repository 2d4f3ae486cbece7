"""`python -m mailreg` is the same as `mailreg`."""

from mailreg.cli import main

main()
