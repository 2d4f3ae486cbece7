"""The nouns of mailreg: frozen values, standard library only, no input or output."""
