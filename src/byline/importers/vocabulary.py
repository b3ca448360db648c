"""The words that tell a role, a name and a sentence apart in the text of an expert page."""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


# Words that begin a role, or say that there is one. Words that end many company names (Digital, Global,
# Technology, Research) are left out on purpose: a longer company is better than half of one.
ROLE_WORDS = _words(
    "analyst architect associate avp ceo cfo chief cmo co-founder cofounder consultant coo cpo cto data",
    "design designer developer director editor engineer engineering entrepreneur evp executive founder",
    "founding gm gpm group growth head intern investor junior lead leader lecturer manager marketing",
    "officer operations owner partner pm president principal product professor program project researcher",
    "sales scientist senior software specialist sr staff strategist student svp teacher technical tpm ux",
    "vice vp writer",
)

# Words that stand in sentences and not in bylines.
PROSE_WORDS = _words(
    "i we you they he she it its is are was were be been am has have had will would should could can may",
    "might must do does did not this that these those my our your their there because when while if but",
    "than then what which who how why",
)

# Words that a title may write small.
SMALL_WORDS = _words("a an and at by de du for in of on the to with & / -")

# Parts of a name that are written small.
NAME_PARTICLES = _words("al bin da de del della den der di dos du el ibn la le ten ter van von y")

# Words with which a line is rather a heading ("Final Tips") than a name.
HEADING_WORDS = _words(
    "a about all an and answer answers are at background best by conclusion example final first for from",
    "how in is key lesson lessons my next of on one or our overview phase question questions second step",
    "steps summary takeaway takeaways the third tip tips to two what when where why with your",
)
