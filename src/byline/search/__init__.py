"""Finds candidate sentences: the engine protocol and the engines behind it."""
