"""What units report of their tasks."""
