"""Asks Byline about itself: what the handbook says is found by people who word it differently."""

from __future__ import annotations

import pytest

from byline import KnowledgeBase
from tests.docs.shown import handbook

# (question, the answer whose words come first, why it must be that one)
GOLDEN = [
    ("How can I install Byline?", "install-how", "the plainest question of all"),
    ("what python do I need", "install-python", "a keyword and a plain verb, as people type"),
    (
        "does this need a graphics card or docker",
        "install-no-gpu",
        "two of the four things that it says no to",
    ),
    ("can it be used without internet access", "install-offline", "passive voice; “offline” is not said"),
    ("will it run on windows", "install-windows-mac", "half of what the question there asks"),
    ("how do I upgrade to a new version", "install-upgrade", "“new” for “newer”"),
    (
        "under which license is Byline published",
        "install-licence",
        "the American spelling of licence is in the name",
    ),
    ("does it use an LLM or a language model?", "ask-no-llm", "the abbreviation is nowhere in the handbook"),
    ("are the quotes word for word or rephrased", "ask-verbatim", "the inverse of what is said there"),
    (
        "what does it mean when nobody answered",
        "ask-nobody-answered",
        "among many answers that say “answered”",
    ),
    ("what is a near miss", "ask-near-misses", "singular for plural"),
    ("can I pass a question on to the experts if there is no answer", "ask-leave", "“pass on” for “leave”"),
    ("can I say that a reply was out of date", "ask-feedback", "the deed instead of its name"),
    ("what does medium confidence mean?", "ask-confidence", "one of three levels"),
    ("can I filter by company or tag?", "ask-filters", "two of the filters by name"),
    ("only show me recent answers", "ask-dates", "a wish instead of a question"),
    ("searching for an exact phrase", "ask-exact-phrase", "a heading instead of a question"),
    ("what if I misspell a word?", "ask-typos", "“misspell” there stands beside “typing mistake”"),
    ("how do I get more than three results?", "ask-top", "“results” for excerpts"),
    ("where do I read the full answer", "ask-full-answer", "the words of the link on the page"),
    ("is there a newer answer than this one?", "ask-newer", "asks for one, and not what it means"),
    ("what if two people wrote the same answer?", "ask-same-words", "“wrote” for gave"),
    ("why was this excerpt shown", "ask-evidence", "“shown” for chosen"),
    ("how do I copy a quotation with the author", "ask-cite", "“author” for “source”"),
    ("check if a quote was altered", "ask-verify", "“quote” for “quotation”, and the fear behind it"),
    ("where are all the answers of one person", "ask-author-page", "“answers” for what was said"),
    ("can it answer in German or French?", "ask-language", "named only in the list of languages"),
    ("does the interface speak Spanish?", "ask-page-language", "“interface” for page"),
    ("does it remember my earlier questions", "ask-conversation", "a synonym beside the word that counts"),
    ("can I ask follow-ups", "ask-follow-up", "the word alone, in the plural"),
    ("how can I remove a filter", "ask-chips", "“remove” for “take away”"),
    ("can a conversation be bookmarked", "ask-keep-conversation", "another form of one of its verbs"),
    ("is there autocomplete while typing", "ask-suggestions", "a keyword of programs, not of people"),
    ("how do I import a spreadsheet?", "load-excel", "“import” for load, and a spreadsheet of any kind"),
    ("which columns should the CSV have", "load-csv-columns", "“should” for “must”"),
    ("which formats are supported", "load-formats", "among answers on one format each"),
    ("can I load a whole folder of files", "load-folder", "a part of the question there"),
    ("will loading a file twice give me duplicates?", "load-update", "the worry behind the question there"),
    ("how do I preview an import without writing anything", "load-dry-run", "“dry run” is not said"),
    ("how do I delete an answer?", "load-remove", "several answers speak of deleting"),
    ("how can I fix a mistake in an answer", "load-correct", "“fix” for “correct”"),
    ("difference between collection and source", "load-source-collection", "keywords in the other order"),
    ("which encoding do files need", "load-encoding", "three words of substance"),
    ("do I need to restart the server after adding answers?", "load-while-serving", "“adding” for “loading”"),
    ("can it read PDFs?", "load-pdf-word", "one word, in the plural"),
    ("are HTML answers supported", "load-markup", "“supported” there stands in another answer"),
    (
        "can we embed it in a wiki page as a widget?",
        "embed-widget",
        "among answers on frames and links",
    ),
    ("can I put the chat page into an iframe", "embed-iframe", "among many answers about the chat page"),
    ("is there a Slack bot?", "embed-slack", "the honest no"),
    ("how do I change the threshold?", "tune-threshold", "among many answers about changing settings"),
    ("can I teach it our abbreviations", "tune-synonyms", "half of the question there"),
    ("does it understand acronyms", "tune-acronyms", "among answers that speak of what Byline knows"),
    ("how does it know what ARR means", "tune-acronyms", "the acronym that the answer explains itself"),
    ("how do I take the synonyms away again", "tune-synonyms-show", "“take away” for “remove”"),
    ("can it use embeddings from a transformer", "tune-model", "“embeddings” stands beside “transformer”"),
    ("get a model from hugging face", "tune-model-hub", "two words of a name in small letters"),
    ("stop using the model again", "tune-model-off", "“stop using” for “turn off”"),
    ("does it have a cross-encoder", "tune-reranker", "a word that is said there alone"),
    ("how do I add a company logo", "tune-logo", "among answers on adding other things"),
    ("is it possible to change the accent color", "tune-colours", "the American spelling"),
    ("port already in use", "operate-port", "the words of an error message"),
    ("how can my colleagues use it over the network", "operate-network", "“reach” is said there"),
    ("is there a login or password?", "operate-login", "the password stands in a later sentence"),
    ("running behind an nginx reverse proxy", "operate-proxy", "a heading instead of a question"),
    ("does anything leave my machine?", "operate-privacy", "the promise itself"),
    ("are the questions people ask stored in a log", "operate-logs", "“logged” is said there"),
    ("show me the questions that visitors left", "operate-open-questions", "“visitors” for “people”"),
    ("list the feedback", "operate-feedback", "two words, among answers about lists"),
    ("switch the feedback off", "operate-telling-off", "“switch off” for “turn off”"),
    ("where is my data stored?", "operate-where", "several answers say where something is stored"),
    ("what if the power fails during an import?", "operate-crash", "the case that people fear"),
    ("the search index is damaged, what do I do", "operate-index", "a symptom instead of a question"),
    ("database is locked", "operate-locked", "the words of an error message"),
    ("is a small server enough?", "operate-small-server", "“enough” for “can I run it”"),
    ("meaning of the exit codes", "operate-exit-codes", "a noun for the verb"),
    ("does it check that answers are true?", "limits-facts", "the limit that matters most"),
    ("can I use postgres", "limits-postgres", "the short name in small letters"),
    ("can I run it on several machines", "limits-many-machines", "among answers about one machine"),
    ("which cookies are used", "operate-cookies", "“used” for set"),
]

UNRELATED = [
    "how do I bake sourdough bread",
    "what is the capital of Mongolia",
    "who won the world cup in 1998",
    "best way to remove red wine stains from a carpet",
    "how do I train for a marathon",
    "what should I feed my cat",
    "how do I change a flat tyre",
    "which vaccines do I need for Kenya",
    "how does photosynthesis work",
    "what is the best guitar for beginners",
    "how do I negotiate my salary",
    "is it going to rain tomorrow",
]


@pytest.mark.parametrize(("question", "entry", "reason"), GOLDEN)
def test_a_paraphrase_is_answered_by_the_right_answer_of_the_handbook(
    question: str, entry: str, reason: str, sample_kb: KnowledgeBase
) -> None:
    reply = sample_kb.ask(question)
    assert reply.answered, reason
    assert reply.excerpts[0].answer.question == handbook()[entry].question, reason


@pytest.mark.parametrize("question", UNRELATED)
def test_a_question_about_something_else_is_not_answered(question: str, sample_kb: KnowledgeBase) -> None:
    assert not sample_kb.ask(question).answered


@pytest.mark.parametrize("entry", handbook())
def test_the_handbook_is_quoted_when_its_own_question_is_asked(entry: str, sample_kb: KnowledgeBase) -> None:
    asked = handbook()[entry].question
    reply = sample_kb.ask(asked, top=3)
    assert asked in [excerpt.answer.question for excerpt in reply.excerpts]
