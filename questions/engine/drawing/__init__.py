"""Figures: typed parts with formulas (`parts`), their `faults`, and the `picture` at a draw's values."""
