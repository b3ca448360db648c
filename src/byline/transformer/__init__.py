"""Tier two: sentence transformers and cross-encoders as ONNX, where somebody has added one.

Only the modules that ``libraries`` names need more than Byline itself does; the rest is imported freely.
"""
