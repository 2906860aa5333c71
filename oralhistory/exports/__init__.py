"""What programs get of an interview: the public words in the formats of the field."""
