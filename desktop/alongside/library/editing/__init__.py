"""Writes a user's changes into their workbook and leaves every other byte of it as it was."""
