"""Fetching, against a site that is served on loopback."""
