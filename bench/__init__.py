"""Figures of the product: `python -m bench NAME`, the last line of the output is one JSON object."""
