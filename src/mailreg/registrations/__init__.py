"""The list: what a decided mail changes on it. Nobody is lost, nobody doubled. Pure: the store writes the result."""
