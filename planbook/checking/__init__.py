"""The rules of the data: a Book into problems."""
