"""Texts made to break readers (`texts`) and every door through which such a text enters the product (`doors`)."""
