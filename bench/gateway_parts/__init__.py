"""The parts of the figure set `gateway`: what the router adds, what a failure costs, money, and what is imported."""
