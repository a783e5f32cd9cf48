"""Records into YAML: new ones, blank ones, changed fields."""
