"""What is known of pages that embed Byline: what can be set, and why one may stay empty."""
