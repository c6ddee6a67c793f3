"""Reading: from the bytes of one file to its raw text (`RawText`), or to a named rejection."""
