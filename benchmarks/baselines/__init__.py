"""What Byline is compared with: each module builds one way of searching over a test collection."""
