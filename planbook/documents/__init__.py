"""Files of others, whatever their format, as paragraphs and tables: what a reader of them sees."""
