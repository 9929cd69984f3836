"""Records turned into the frozen facts that documents print."""
