"""A workbook into tables."""
