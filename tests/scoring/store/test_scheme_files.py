"""Scheme files: those that ship, and all faults of a broken folder at once."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from services.scoring.domain.provenance import Certainty
from services.scoring.domain.schemes import Standing
from services.scoring.store.bundle_files import load_editions
from services.scoring.store.scheme_files import SCHEMES, BrokenSchemes, load_schemes
from tests.scoring.panel_builders import SCHEME_ID, scheme

EDITIONS = load_editions()
EXAMPLE: dict[str, Any] = dict(scheme().content)


def faults_of(folder: Path) -> set[tuple[str, str]]:
    with pytest.raises(BrokenSchemes) as broken:
        load_schemes(folder, EDITIONS)
    return {
        (f"{fault.file}{fault.fault.pointer}", fault.fault.code) for fault in broken.value.faults
    }


def a_folder(tmp_path: Path, **changes: Any) -> Path:
    """The example with changes, under its own name."""
    content = {**EXAMPLE, "aggregation": None, **changes}
    (tmp_path / f"{SCHEME_ID}.yaml").write_text(
        yaml.safe_dump(content, allow_unicode=True), encoding="utf-8"
    )
    return tmp_path


def items(place: int, **changes: Any) -> list[Any]:
    return [
        {**item, **changes} if number == place else item
        for number, item in enumerate(EXAMPLE["items"])
    ]


def rule(place: int, **changes: Any) -> list[Any]:
    return items(place, rule={**EXAMPLE["items"][place]["rule"], **changes})


def test_the_example_is_another_places_and_as_sure_as_its_source() -> None:
    example = scheme()

    assert example.standing is Standing.ANOTHER_PLACE
    assert example.is_usable
    assert {item.certainty for item in example.items} == {Certainty.SECONDARY}
    assert example.total == sum(item.most or 0 for item in example.items) == 100
    assert example.aggregation is None


def test_the_citys_template_states_no_number_and_is_not_usable() -> None:
    [template] = [
        one for one in load_schemes(SCHEMES, EDITIONS) if one.standing is Standing.TEMPLATE
    ]

    assert not template.is_usable
    assert (template.total, template.aggregation) == (None, None)
    assert {item.most for item in template.items} == {None}


def test_no_scheme_that_ships_claims_to_be_the_citys() -> None:
    assert Standing.OWN not in {one.standing for one in load_schemes(SCHEMES, EDITIONS)}


def test_layout_does_not_change_the_hash(tmp_path: Path) -> None:
    [again] = load_schemes(a_folder(tmp_path), EDITIONS)

    assert again.content_hash == scheme().content_hash


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"total": "99"}, "/total", "total-differs"),
        ({"total": None}, "/total", "required"),
        ({"total": "1e2"}, "/total", "decimal"),
        # YAML's own number is read as text, like every other.
        ({"total": 100.5}, "/total", "total-differs"),
        ({"scheme_id": "another"}, "/scheme_id", "name-differs"),
        ({"edition_id": "cn-1999"}, "/edition_id", "edition-unknown"),
        ({"items": items(1, source="hearsay")}, "/items/1/source", "source-unknown"),
        ({"items": items(1, rule=None)}, "/items/1/rule", "required"),
        ({"items": items(1, when_unknown="0")}, "/items/1/when_unknown", "not-for-experts"),
        ({"items": rule(0, fact="beauty")}, "/items", "fact-unknown"),
        ({"items": rule(0, fact="scenes")}, "/items", "fact-unknown"),
        ({"items": rule(1, step="0")}, "/items/1/rule/step", "out-of-range"),
        ({"items": rule(1, step="0.7")}, "/items/1/rule/step", "off-step"),
        ({"items": rule(1, kind="oracle")}, "/items/1/rule", "invalid"),
        (
            {"items": rule(0, steps=[{"at_least": "1", "points": "21"}])},
            "/items/0/rule/steps/0/points",
            "out-of-range",
        ),
        (
            {"aggregation": {"method": "mean", "decimals": "2", "trim": "1", "ties": []}},
            "/aggregation/trim",
            "trim",
        ),
        (
            {
                "aggregation": {
                    "method": "mean",
                    "decimals": "2",
                    "ties": [{"by": "lot"}, {"by": "item", "item": "plan"}],
                }
            },
            "/aggregation/ties/0",
            "lot-not-last",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(
    tmp_path: Path, changes: dict[str, Any], where: str, code: str
) -> None:
    assert faults_of(a_folder(tmp_path, **changes)) == {(f"{SCHEME_ID}.yaml{where}", code)}


def test_an_id_stands_once(tmp_path: Path) -> None:
    assert faults_of(a_folder(tmp_path, items=items(1, id="maturity"))) == {
        (f"{SCHEME_ID}.yaml/items/0/id", "repeated"),
        (f"{SCHEME_ID}.yaml/items/1/id", "repeated"),
    }


@pytest.mark.parametrize(
    ("bands", "code"),
    [
        ([("1", "3", "5"), ("2", None, "10")], "bands-overlap"),
        ([("1", "2", "5"), ("3", None, "10")], "bands-overlap"),
        ([("1", None, "5"), ("3", None, "10")], "band-bounds"),
        ([("2", "2", "5")], "band-bounds"),
        ([("1", "3", "21")], "out-of-range"),
    ],
)
def test_bands_leave_no_gap_and_do_not_overlap(
    tmp_path: Path, bands: list[tuple[str, str | None, str]], code: str
) -> None:
    stated = [{"from": one, "below": end, "points": points} for one, end, points in bands]
    changed = items(0, rule={"kind": "bands", "fact": "maturity_score", "bands": stated})

    assert code in {name for _, name in faults_of(a_folder(tmp_path, items=changed))}


def test_faults_of_all_files_are_named_at_once(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, total="99", items=rule(1, step="0.7"))
    (folder / "one.yaml").write_text("scheme_id: one\nscheme_id: two\n", encoding="utf-8")
    (folder / "two.yaml").write_text("- a list\n", encoding="utf-8")
    (folder / "three.yaml").write_bytes(b"\xff\xfe")
    (folder / "four.yaml").write_text("x" * 300_000, encoding="utf-8")

    assert faults_of(folder) == {
        (f"{SCHEME_ID}.yaml/total", "total-differs"),
        (f"{SCHEME_ID}.yaml/items/1/rule/step", "off-step"),
        ("one.yaml", "unreadable"),
        ("two.yaml", "type"),
        ("three.yaml", "not-utf-8"),
        ("four.yaml", "too-large"),
    }


def test_a_filled_in_template_becomes_the_citys_own(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, standing="own")

    [own] = load_schemes(folder, EDITIONS)

    assert own.is_usable
    assert own.standing is Standing.OWN
