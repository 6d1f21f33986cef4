"""Computes again what a receipt claims, and says place by place where the two agree and where not."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.scoring.domain.assessment import KeptBytes, Subject
from services.scoring.domain.edition import Edition
from services.scoring.domain.engine import ENGINE_VERSION
from services.scoring.domain.errors import EvaluationInvalid
from services.scoring.domain.library import Library, Question
from services.scoring.domain.receipt import NO_TERMS, rests_on, terms_of, tiers_part, verdict_part
from services.scoring.domain.result_words import RESULTS
from services.scoring.domain.verdict_document import assessment_document, verdict_document
from services.scoring.store.kept_bytes import kept_bytes
from services.scoring.store.receipt_schema import ReceiptPayload
from services.scoring.usecases.issue_receipt import clause_sha256
from shared.text import Text

#: A statement in words, and whether it holds; None when this engine cannot tell.
Finding = tuple[Text, bool | None]

#: What another engine may have put otherwise without having found anything else.
_WORDS = frozenset({"reason"})

#: What the first records called unproven.
_SAME = {"unknown": "unproven"}

_PARTS: Mapping[str, Text] = {
    "kind": Text(zh="由谁判定", en="who decides"),
    "title": Text(zh="名称", en="title"),
    "result": Text(zh="结果", en="result"),
    "value": Text(zh="所用的值", en="value used"),
    "requirement": Text(zh="要求的文字", en="text of the requirement"),
    "clause": Text(zh="条款的文字", en="text of the clause"),
    "clause_sha256": Text(zh="条款文字的摘要值", en="digest of the clause text"),
    "source": Text(zh="出处", en="source"),
    "certainty": Text(zh="确信程度", en="certainty"),
    "reason": Text(zh="理由", en="reason"),
}

_OVERALL: Mapping[str, Text] = {
    "standing": Text(zh="等级是否开放", en="whether the tier is open"),
    "outcome": Text(zh="总体结果", en="outcome"),
    "left_to_a_person": Text(zh="待人员判断的条数", en="criteria left to a person"),
    "scenes_built": Text(zh="已建成场景数", en="scenes built"),
    "scenes_with_ai": Text(zh="应用人工智能的场景数", en="scenes with AI"),
}


def differences(
    form: ReceiptPayload, said: Mapping[str, Any], edition: Edition
) -> Iterator[Finding]:
    """Compare a receipt with what its facts give under its edition."""
    asked = form.request
    question = Question(
        edition_id=asked.edition_id, tier=asked.tier, round_id=asked.round_id, facts=asked.facts
    )
    try:
        found = verdict_document(Library([edition]).evaluate(question))
    except EvaluationInvalid as error:
        places = ", ".join(fault.pointer for fault in error.faults)
        yield (
            Text(
                zh="所列事实无法按该版次核对：{places}",
                en="the facts cannot be held against the edition: {places}",
            ).fill(places=places),
            False,
        )
        return
    kept = _kept_again(form, found)
    is_same = (kept.sha256, kept.sm3) == (form.assessment.sha256, form.assessment.sm3)
    # What another engine put in other words is no difference; the same bytes leave no room for one.
    exact = is_same or form.engine_version == ENGINE_VERSION
    computed = verdict_part(found, clause_sha256)
    yield from _criteria(said["verdict"]["criteria"], computed["criteria"], exact=exact)
    yield from _overall(said["verdict"], computed)
    if exact:
        yield from _whole(form, said, edition, found)
    yield _bytes(form, exact=exact, is_same=is_same)


def _bytes(form: ReceiptPayload, *, exact: bool, is_same: bool) -> Finding:
    if exact:
        same = Text(
            zh="评估记录的字节（四个等级全文）重算后摘要值一致",
            en="the bytes of the assessment, all tiers in full, computed again have the digest of the receipt",
        )
        return same, is_same
    other = Text(
        zh="回执出自引擎 {theirs}，此处为引擎 {ours}，评估记录的字节不同：理由和差距的措辞未比较",
        en="the receipt is of engine {theirs}, this is engine {ours}, and the bytes of the assessment are other ones: "
        "the words of reasons and gaps are not compared",
    )
    return other.fill(theirs=form.engine_version or "?", ours=ENGINE_VERSION), None


def _criteria(
    claimed: list[dict[str, Any]], computed: list[dict[str, Any]], *, exact: bool
) -> Iterator[Finding]:
    here = {one["criterion_id"]: one for one in computed}
    for one in claimed:
        other = here.pop(one["criterion_id"], None)
        if other is None:
            yield _line(
                one, Text(zh="该版次没有此条件", en="the edition has no such criterion"), False
            )
            continue
        ignored = frozenset() if exact else _WORDS
        yield _compared(one, other, ignored)
    for one in here.values():
        missing = Text(zh="回执缺少此条件", en="the receipt leaves this criterion out")
        yield _line(one, missing, False)
    if exact and not here:
        order = [one["criterion_id"] for one in claimed] == [
            one["criterion_id"] for one in computed
        ]
        yield Text(zh="条件齐全，次序一致", en="all criteria are there, in their order"), order


def _compared(
    claimed: Mapping[str, Any], computed: Mapping[str, Any], ignored: frozenset[str]
) -> Finding:
    names = [*computed, *(name for name in claimed if name not in computed)]
    wrong = [
        name
        for name in names
        if name not in ignored and _value(claimed, name) != _value(computed, name)
    ]
    said = Text(zh="回执 {zh}", en="claimed {en}").fill(**_word(claimed).as_json())
    came = Text(zh="重算 {zh}", en="computed {en}").fill(**_word(computed).as_json())
    what = Text(zh=f"{said.zh}，{came.zh}", en=f"{said.en}, {came.en}")
    if wrong:
        places = [_PARTS.get(name, Text(zh=name, en=name)) for name in wrong]
        what = Text(
            zh=f"{what.zh}；不符：{'、'.join(one.zh for one in places)}",
            en=f"{what.en}; differs in: {', '.join(one.en for one in places)}",
        )
    return _line(claimed, what, not wrong)


def _value(criterion: Mapping[str, Any], name: str) -> object:
    value = criterion.get(name)
    return _SAME.get(value, value) if name == "result" and isinstance(value, str) else value


def _word(criterion: Mapping[str, Any]) -> Text:
    result = str(criterion["result"])
    return RESULTS.get(result, Text(zh=result, en=result))


def _line(criterion: Mapping[str, Any], what: Text, holds: bool) -> Finding:  # noqa: FBT001 - half of a pair
    head = f"{criterion['criterion_id']} "
    title = criterion["title"]
    return Text(zh=f"{head}{title['zh']}：{what.zh}", en=f"{title['en']}: {what.en}"), holds


def _overall(claimed: Mapping[str, Any], computed: Mapping[str, Any]) -> Iterator[Finding]:
    for name, title in _OVERALL.items():
        if name not in claimed:
            continue  # earlier records do not tell it
        theirs, ours = claimed[name], computed[name]
        yield (
            Text(
                zh=f"{title.zh}：回执 {theirs}，重算 {ours}",
                en=f"{title.en}: claimed {theirs}, computed {ours}",
            ),
            theirs == ours,
        )


def _whole(
    form: ReceiptPayload, said: Mapping[str, Any], edition: Edition, found: dict[str, Any]
) -> Iterator[Finding]:
    """Compare what only the same engine writes alike: gaps, the other tiers, what things are called."""
    yield (
        Text(zh="差距逐条一致", en="the gaps are the same"),
        said["verdict"]["gaps"] == found["gaps"],
    )
    yield (
        Text(zh="其他等级的结果一致", en="the results of the other tiers are the same"),
        said["tiers"] == tiers_part(found),
    )
    terms = (
        terms_of(edition, said["request"]) if form.issued.when == "with-assessment" else NO_TERMS
    )
    yield (
        Text(
            zh="事实所依据的文件及名称与版次一致",
            en="what facts rest on, and what things are called, is as the edition says",
        ),
        (said["rests_on"], said["names"])
        == (rests_on(said["request"], terms.evidence), terms.names),
    )


def _kept_again(form: ReceiptPayload, found: dict[str, Any]) -> KeptBytes:
    return kept_bytes(
        assessment_document(
            form.assessment.assessment_id,
            Subject(**form.subject.model_dump()),
            request_sha256=form.request_sha256,
            recorded_at=form.assessment.recorded_at,
            verdict=found,
        )
    )
