"""The demo's cast: broad enough for the round, and nobody in it may look like somebody who exists."""

from datetime import date
from pathlib import Path

import pikepdf
import pytest
import typst
import yaml
from pydantic import ValidationError

from services.scenarios.cast import CastIsBroken, Peculiarity, Tier, cast_from, the_cast
from services.scenarios.firm import EXAMPLE_FIRM
from services.scenarios.samples import the_samples
from services.scenarios.scanning.office import CopierFailed, ScanningOffice
from services.scenarios.wording import STATES

FIRM = {
    "name": "天津某某轴承示例有限公司",
    "credit_code": "91120110MAXXXX015B",
    "registered_address": "天津市东丽区示例路1号",
    "unit_code": "120110",
    "legal_representative": "钱某某",
    "factory_name": "某某轴承示例工厂",
    "factory_address": "天津市东丽区示例路1号",
    "factory_unit_code": "120110",
    "maturity": {
        "level": 2,
        "score": "2.41",
        "report_number": "EX-2025-0003",
        "reported_on": "2025-06-02",
        "organisation": "示例评估平台",
    },
}
MEMBER: dict[str, object] = {
    "key": "one",
    "tier": "advanced",
    "outcome": "recognised",
    "firm": FIRM,
}


def a_cast(*members: dict[str, object]) -> str:
    return yaml.safe_dump({"members": list(members)}, allow_unicode=True)


def with_firm(**changes: object) -> dict[str, object]:
    return {**MEMBER, "firm": {**FIRM, **changes}}


def test_the_cast_is_as_broad_as_the_round() -> None:
    cast = the_cast()

    assert len(cast) >= 24
    assert len({member.firm.factory_unit_code for member in cast}) >= 6
    assert {member.tier for member in cast} == set(Tier)
    assert {member.peculiarity for member in cast} >= set(Peculiarity)
    assert {member.outcome for member in cast} <= STATES.keys()
    assert {sample.member for sample in the_samples().samples} <= {member.key for member in cast}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": "天津轴承有限公司"}, "does not say that it is made up"),
        ({"credit_code": "91120110MAXXXX015A"}, "wrong check character"),
        ({"credit_code": "91120116MA00000001"}, "might be somebody's"),
        ({"legal_representative": "钱多"}, "might be somebody"),
    ],
)
def test_a_firm_that_might_exist_is_refused(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(CastIsBroken, match=fault):
        cast_from(a_cast(with_firm(**changes)))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"portal_number": "EX-1"}, "national portal"),
        ({"tier": "excellent", "portal_number": "EX-1"}, "stand in the register before"),
        ({"tier": "excellent"}, "national portal"),
        ({"peculiarity": "mistypes-its-credit-code"}, "belongs to who mistypes it"),
        ({"mistyped_credit_code": "91120110MAXXXX015A"}, "belongs to who mistypes it"),
        (
            {
                "peculiarity": "mistypes-its-credit-code",
                "mistyped_credit_code": FIRM["credit_code"],
            },
            "is a valid one",
        ),
        ({"peculiarity": "is-a-branch-with-its-ground"}, "without its ground"),
        ({"peculiarity": "is-a-branch-without-ground"}, "no branch"),
    ],
)
def test_a_fate_that_contradicts_itself_is_refused(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(CastIsBroken, match=fault):
        cast_from(a_cast({**MEMBER, **changes}))


def test_all_faults_of_a_cast_are_told_at_once() -> None:
    with pytest.raises(CastIsBroken) as broken:
        cast_from(a_cast(MEMBER, with_firm(name="天津轴承有限公司")))

    assert len(str(broken.value).splitlines()) == 3


def test_a_word_that_the_cast_does_not_know_is_refused() -> None:
    with pytest.raises(ValidationError):
        cast_from(a_cast({**MEMBER, "peculiarty": "withdraws"}))
    with pytest.raises(ValidationError):
        cast_from(a_cast(with_firm(brnach=None)))


def test_a_copier_that_fails_is_replaced_and_the_next_scan_is_made(tmp_path: Path) -> None:
    template = tmp_path / "form.typ"
    template.write_text("Signed: 申报单位（盖章）：\n#pagebreak()\nsecond page", encoding="utf-8")
    printed = typst.compile(template)
    assert isinstance(printed, bytes)
    with ScanningOffice(copiers=1) as office:
        with pytest.raises(CopierFailed):
            office.scan(b"no PDF", EXAMPLE_FIRM, signed_on=date(2025, 7, 10), dpi=20)
        scan = office.scan(printed, EXAMPLE_FIRM, signed_on=date(2025, 7, 10), dpi=20)

    (tmp_path / "scan.pdf").write_bytes(scan.content)
    with pikepdf.open(tmp_path / "scan.pdf") as pdf:
        assert len(pdf.pages) == 2
