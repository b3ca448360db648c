"""Tantivy with its own English stemmer and nothing around it."""

from __future__ import annotations

import re

import tantivy

from baselines.contract import TOP, Ranked, System, ranked, texts_of
from byline.evaluation.beir import JudgedCollection

_WORD = re.compile(r"\w+")


def en_stem(collection: JudgedCollection) -> System:
    """Search for any of the words."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", tokenizer_name="en_stem")
    builder.add_unsigned_field("place", stored=True)
    index = tantivy.Index(builder.build())
    writer = index.writer(64_000_000, 1)
    for place, text in enumerate(texts_of(collection)):
        document = tantivy.Document()
        document.add_text("body", text)
        document.add_unsigned("place", place)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(question: str) -> Ranked:
        # Lower case, or OR and NOT would be read as the query language.
        words = " ".join(_WORD.findall(question.lower()))
        if not words:
            return Ranked((), 0.0)
        hits = searcher.search(index.parse_query(words, ["body"]), TOP).hits
        places = [searcher.doc(address)["place"][0] for _, address in hits]
        return ranked(collection, places, hits[0][0] if hits else 0.0)

    return search
