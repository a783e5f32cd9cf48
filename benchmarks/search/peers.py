"""Build the same tasks for other engines, each as its own documentation says."""
