"""The parts of the figure set `engine`: data, word problems, families, grading, time."""
