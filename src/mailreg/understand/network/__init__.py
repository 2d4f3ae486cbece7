"""A trained network that reads a mail whole, beside rules and models: it tells where an answer would be wrong."""
