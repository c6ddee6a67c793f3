"""Segmenting: from a normalized document to sentences and the structure above them (`Sentence`), and their tokens."""
