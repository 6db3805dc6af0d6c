"""What is read in a text without a grammar: its one spelling, its options, its equalities, what it points at."""
