"""Cuts, folds, stems, corrects: the only place that takes text apart."""
