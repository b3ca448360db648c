"""Words that carry a sentence's grammar and not its subject.

They are indexed like all others, but a question is searched by its other words, and a sentence is not
evidence for an answer because it shares "how", "is" and "the" with the question.
"""

from __future__ import annotations

from byline.text.languages import FUNCTION_WORDS_BY_LANGUAGE

_ENGLISH = """
a about above according after again against all also although always am among an and another any anybody
anyone anything are aren't around as at away be became because been before being below between both but by
can can't cannot could couldn't did didn't do does doesn't doing don't done down during each either else
etc ever every everyone everything for from further get gets getting give given gives go goes going gone
got had hadn't has hasn't have haven't having he he'd he'll he's her here hers herself him himself his how
however i i'd i'll i'm i've if in into is isn't it it's its itself just let let's like made make makes
many may maybe me might mine more most mostly much must my myself need needs never no nobody none nor not
nothing now of off often on once one only onto or other others ought our ours ourselves out over own
per perhaps please put quite rather really same say says shall she she'd she'll she's should shouldn't
since so some somebody someone something sometimes still such take takes tell than thank thanks that
that's the their theirs them themselves then there there's these they they'd they'll they're they've thing
things think thinks this those though through thus to together too toward towards under until up upon us
use used uses using usually very via was wasn't we we'd we'll we're we've well were weren't what what's
whatever when where where's whether which while who who's whoever whom whose why will with within without
won't would wouldn't yet you you'd you'll you're you've your yours yourself yourselves
"""

ENGLISH_FUNCTION_WORDS = frozenset(_ENGLISH.split())
_BY_LANGUAGE = {**FUNCTION_WORDS_BY_LANGUAGE, "en": ENGLISH_FUNCTION_WORDS}


def is_function_word(word: str, language: str = "en") -> bool:
    """Say whether a folded word carries grammar only, in ``language``."""
    return word in _BY_LANGUAGE.get(language, ENGLISH_FUNCTION_WORDS)
