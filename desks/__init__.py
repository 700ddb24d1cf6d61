"""What one person of a desk keeps: saved filters, chosen columns, what was seen, and the log of exports."""
