"""Normalizing: from raw text to a clean, simplified body with document facts and a map back (`Normalized`)."""
