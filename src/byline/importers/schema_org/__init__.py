"""Questions and answers in the vocabulary of schema.org, as JSON-LD and as Microdata."""
