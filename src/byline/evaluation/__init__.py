"""How good are the replies? Runs a test collection through the real pipeline and gives the figures."""

from byline.evaluation.comparison import Comparison, Difference, compare
from byline.evaluation.records import as_record, read_evaluation
from byline.evaluation.results import Abstention, Evaluation, Outcome, Provenance, Speed
from byline.evaluation.run import evaluate
from byline.evaluation.trial import Tier

__all__ = [
    "Abstention",
    "Comparison",
    "Difference",
    "Evaluation",
    "Outcome",
    "Provenance",
    "Speed",
    "Tier",
    "as_record",
    "compare",
    "evaluate",
    "read_evaluation",
]
