"""Labelled notes for the redactor's figures. Nothing here imports the redactor, so that it cannot agree with it."""
