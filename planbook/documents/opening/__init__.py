"""Files opened, looked at before anything is parsed, and turned into formats that are read."""
