"""An index that a browser reads in parts."""
