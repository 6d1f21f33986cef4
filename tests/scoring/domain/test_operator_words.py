"""Each operator is explained in both languages, on the value that it read, from an edition's own sentences."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from services.scoring.domain.check_words import value_used, words_of
from services.scoring.domain.checks import (
    AtLeastNOf,
    AtMost,
    Between,
    Check,
    CountAtLeast,
    CoversAtLeast,
    EqualTo,
    IsTrue,
    OneOf,
    PeriodWithin,
    RecognisedAs,
)
from services.scoring.domain.edition import Edition
from services.scoring.store.bundle_files import EDITIONS, check_bundle
from services.scoring.store.bundle_sources import files_of
from shared.text import Text

#: Facts of the sorts that no shipped edition has yet.
FACTS = """
  - name: founded
    title: {zh: 成立日期, en: Founded}
    type: {kind: date}
    comes_from: {zh: 表, en: form}
  - name: closed
    title: {zh: 竣工日期, en: Completed}
    type: {kind: date}
    comes_from: {zh: 表, en: form}
  - name: size
    title: {zh: 企业规模, en: Size}
    type: {kind: choice, values: [大型, 中型]}
    comes_from: {zh: 表, en: form}
  - name: recognitions
    title: {zh: 已获认定, en: Recognitions}
    type:
      kind: list
      maximum_items: "20"
      items:
        kind: record
        fields:
          tier: {kind: text, maximum_length: "40"}
          by: {kind: text, maximum_length: "40"}
          batch: {kind: text, maximum_length: "40"}
    comes_from: {zh: 名录, en: register}
"""

CHECKS = """
  - {op: at-most, fact: maturity_score, threshold: "4.5"}
  - {op: equal-to, fact: maturity_level, value: "2"}
  - {op: between, fact: maturity_score, from: "1.8", to: "2.8"}
  - {op: period-within, starts: founded, ends: closed, not_before: "2024-01-01", not_after: "2025-12-31"}
  - {op: one-of, fact: size, values: [大型]}
  - {op: count-at-least, fact: scenes, threshold: "3"}
  - {op: covers-at-least, fact: element_stages_built, listed: [生产作业, 生产管理, 运营管理], threshold: "2"}
  - {op: recognised-as, fact: recognitions, tiers: [basic], by: [city], batches: ["2024"]}
"""


def criteria() -> str:
    template = """
  - id: extra-{n}
    tiers: [basic]
    kind: required
    title: {{zh: 附加, en: Extra}}
    requirement: {{zh: 附加, en: Extra}}
    clause: {{zh: 附加, en: Extra}}
    source: tiangongzhiti
    certainty: inferred
    check: {check}
"""
    lines = [line.removeprefix("  - ") for line in CHECKS.strip("\n").splitlines()]
    return "".join(template.format(n=n, check=check) for n, check in enumerate(lines))


@cache
def edition() -> Edition:
    files = files_of(EDITIONS / "cn-2026")
    files["facts.yaml"] = files["facts.yaml"].replace(b"\nfacts:\n", b"\nfacts:" + FACTS.encode())
    files["criteria.yaml"] += criteria().encode()
    checked = check_bundle(files)
    assert checked.faults == ()
    assert checked.edition is not None
    return checked.edition


FULL: dict[str, Any] = {
    "maturity_level": 2,
    "maturity_score": Decimal("2.35"),
    "founded": date(2024, 3, 1),
    "closed": date(2025, 3, 1),
    "size": "大型",
    "scenes": ({}, {}, {}),
    "element_stages_built": ("生产作业", "生产管理"),
    "recognitions": ({"tier": "basic", "by": "city", "batch": "2024"},),
}


def extra() -> list[Check]:
    return [
        one.check
        for one in edition().criteria
        if one.criterion_id.startswith("extra-") and one.check is not None
    ]


def test_the_data_of_every_operator_become_that_operator() -> None:
    assert extra() == [
        AtMost(fact="maturity_score", threshold=Decimal("4.5")),
        EqualTo(fact="maturity_level", value=Decimal(2)),
        Between(fact="maturity_score", lower=Decimal("1.8"), upper=Decimal("2.8")),
        PeriodWithin(
            starts="founded",
            ends="closed",
            not_before=date(2024, 1, 1),
            not_after=date(2025, 12, 31),
        ),
        OneOf(fact="size", values=("大型",)),
        CountAtLeast(fact="scenes", threshold=3),
        CoversAtLeast(
            fact="element_stages_built",
            listed=("生产作业", "生产管理", "运营管理"),
            threshold=2,
        ),
        RecognisedAs(fact="recognitions", tiers=("basic",), by=("city",), batches=("2024",)),
    ]


@pytest.mark.parametrize(
    ("place", "words", "value"),
    [
        (0, {"value": "2.35", "threshold": "4.5"}, "2.35"),
        (1, {"value": "2", "wanted": "2"}, 2),
        (2, {"value": "2.35", "lower": "1.8", "upper": "2.8"}, "2.35"),
        (
            3,
            {"first": "2024-03-01", "last": "2025-03-01", "not_after": "2025-12-31"},
            {"founded": "2024-03-01", "closed": "2025-03-01"},
        ),
        (4, {"value": "大型", "wanted": "大型"}, "大型"),
        (5, {"count": "3", "threshold": "3"}, 3),
        (6, {"count": "2", "covered": "生产作业、生产管理", "threshold": "2"}, ["生产作业", "生产管理"]),
        (
            7,
            {"count": "1", "wanted": "基础级"},
            [{"tier": "basic", "by": "city", "batch": "2024"}],
        ),
    ],
)  # fmt: skip
def test_an_operator_says_what_it_found_and_gives_the_exact_value(
    place: int, words: dict[str, str], value: object
) -> None:
    check = extra()[place]
    said = words_of(check, FULL, edition())

    assert {name: said[name].zh for name in words} == words
    assert value_used(check, FULL) == value


@pytest.mark.parametrize("place", range(8))
@pytest.mark.parametrize("finding", ["met", "not-met", "unproven"])
@pytest.mark.parametrize("known", [FULL, {}])
def test_no_sentence_keeps_a_hole_and_each_has_both_languages(
    place: int, finding: str, known: dict[str, Any]
) -> None:
    [criterion] = [one for one in edition().criteria if one.criterion_id == f"extra-{place}"]
    assert criterion.check is not None
    words = {**words_of(criterion.check, known, edition()), "missing": Text(zh="甲", en="a")}
    sentence = {f.value: text for f, text in criterion.reasons.items()}[finding]
    zh = sentence.zh.format(**{name: text.zh for name, text in words.items()})
    en = sentence.en.format(**{name: text.en for name, text in words.items()})

    assert "{" not in zh + en
    assert zh.endswith("。")
    assert en.endswith(".")


def test_a_combination_gives_the_values_of_all_its_parts() -> None:
    check = AtLeastNOf(checks=(IsTrue(fact="a"), IsTrue(fact="b")), threshold=1)

    assert value_used(check, {"a": True}) == {"a": True, "b": None}
    assert words_of(check, {}, edition())["threshold"].en == "1"


def test_a_tier_that_an_edition_does_not_have_goes_by_its_name() -> None:
    check = RecognisedAs(fact="recognitions", tiers=("excellent",), by=None, batches=None)

    assert words_of(check, FULL, edition())["wanted"].zh == "excellent"
