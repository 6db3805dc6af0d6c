"""The additive migration."""
