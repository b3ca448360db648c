"""Fetches pages that a person names, politely, and nothing else: ``byline add URL``."""

from byline.fetching.fetcher import Fetched, Fetcher, Looked, is_address
from byline.fetching.polite import Limits

__all__ = ["Fetched", "Fetcher", "Limits", "Looked", "is_address"]
