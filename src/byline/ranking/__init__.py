"""Pure functions: features, scores, confidence, diversity."""
