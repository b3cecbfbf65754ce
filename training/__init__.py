"""Everything that makes or judges the shipped model; imports newsclf, never the other way round. Not in the wheel."""
