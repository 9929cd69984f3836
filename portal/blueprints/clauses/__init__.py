"""Pages of the area: the clause library."""
