"""What each page shows: grouped, ordered, counted against a day."""
