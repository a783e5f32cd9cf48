"""The book as files for programs: JSON, CSV, Excel, calendars, feeds."""
