"""Prompt injections as students might type them, and a model server that does what they ask."""
