"""A workspace as one encrypted file, and back."""
