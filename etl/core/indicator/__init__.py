"""Indicators: from sentences to observations, and a reason for every numeral that is none."""
