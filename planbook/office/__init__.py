"""Word and Excel: tables in, appendices and status sheets out."""
