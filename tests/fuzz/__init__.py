"""Importers under bytes that nobody wrote by hand: hypothesis in the suite, atheris with `make fuzz`."""
