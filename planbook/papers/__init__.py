"""Lists of tasks as offices print, sign and fill them: Word, Excel, PDF."""
