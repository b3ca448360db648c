"""Byline answers questions in the experts' own words.

from byline import KnowledgeBase

with KnowledgeBase.open("my-answers") as kb:
    kb.add("answers.csv")
    reply = kb.ask("how is a technical product manager different?")
    for excerpt in reply.excerpts:
        print(excerpt.text, "-", excerpt.answer.byline.author)
"""

__version__ = "0.1.0"
