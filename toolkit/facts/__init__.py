"""Local facts: typed, dated values that differ from place to place."""
