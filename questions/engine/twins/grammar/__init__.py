"""What the readers of computable notes share: the stem as one text, patterns, a family's entry, its sketch."""
