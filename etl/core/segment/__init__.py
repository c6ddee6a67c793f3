"""Segmenting: from a normalized document to sentences, tokens and the structure above them (`Sentence`)."""
