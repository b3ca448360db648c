"""Byline in pages made with MkDocs: the widget where ``::: byline`` stands, and a button in the corner."""
