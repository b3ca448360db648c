"""What kind of answer a question expects, in several languages."""

from __future__ import annotations

import pytest

from byline.ranking.kinds import Kind, expected_kind, fits


@pytest.mark.parametrize(
    ("language", "question", "kind"),
    [
        ("en", "How many people who ask are answered?", Kind.NUMBER),
        ("en", "In which year was it founded?", Kind.DATE),
        ("de", "Wie viele Mitglieder hat der Verein?", Kind.NUMBER),
        ("de", "In welchem Jahr wurde er gegründet?", Kind.DATE),
        ("de", "Weshalb wurde er aufgelöst?", Kind.REASON),
        ("de", "Wie heißt der Verein?", None),
        ("fr", "Par qui l'usine a-t-elle été construite ?", Kind.PERSON),
        ("fr", "Quelle est la hauteur de la tour ?", Kind.NUMBER),
        ("es", "¿Cuándo abre la oficina?", Kind.DATE),
        ("es", "¿Por qué cerró la oficina?", Kind.REASON),
        ("pt", "Onde fica a sede?", Kind.PLACE),
        ("it", "Quanti uffici ci sono?", Kind.NUMBER),
        ("nl", "Waarom sluit het kantoor?", Kind.REASON),
        ("nl", "Waar ligt het kantoor?", Kind.PLACE),
        ("ru", "Сколько человек работает в отделе?", Kind.NUMBER),
        ("ru", "В каком году открылся офис?", Kind.DATE),
        ("ar", "متى افتتح المكتب؟", Kind.DATE),
        ("hi", "कितने लोग काम करते हैं?", Kind.NUMBER),
        ("zh", "这座桥有多长？", Kind.NUMBER),
        ("zh", "公司是什么时候成立的？", Kind.DATE),
        ("zh", "为什么关闭？", Kind.REASON),
        ("ja", "会社はいつ設立されましたか？", Kind.DATE),
        ("ja", "社員は何人いますか？", Kind.NUMBER),
        ("ko", "회사는 언제 설립되었습니까?", Kind.DATE),
        ("ko", "직원은 몇 명입니까?", Kind.NUMBER),
        ("xx", "when?", None),
    ],
)
def test_a_question_asks_for_a_kind_of_answer_in_its_own_language(
    language: str, question: str, kind: Kind | None
) -> None:
    assert expected_kind(question, language) is kind


@pytest.mark.parametrize(
    ("language", "kind", "yes", "no"),
    [
        ("de", Kind.DATE, "Er wurde im März gegründet.", "Er wurde bald gegründet."),
        ("de", Kind.REASON, "Er schloss wegen des Regens.", "Er schloss am Abend."),
        ("es", Kind.NUMBER, "Son doce oficinas.", "Son muchas oficinas."),
        ("ru", Kind.DATE, "Он открылся в марте.", "Он открылся давно."),
        ("zh", Kind.DATE, "公司于1998年成立。", "公司成立很久了。"),
        ("zh", Kind.REASON, "由于下雨，比赛取消。", "比赛取消。"),
        ("ja", Kind.NUMBER, "社員は30人です。", "社員は多いです。"),
    ],
)
def test_a_sentence_has_something_of_a_kind(language: str, kind: Kind, yes: str, no: str) -> None:
    fit = fits(kind, "", language)
    assert (fit(yes), fit(no)) == (1.0, -1.0)
