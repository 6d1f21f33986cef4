"""A broken edition never starts a service, and says everything that is wrong with it at once."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from services.scoring.store.bundle import BrokenBundle
from services.scoring.store.bundle_files import EDITIONS, load_edition, load_editions
from services.scoring.store.edition_schemas import edition_schema
from services.scoring.store.strict_yaml import UnreadableYaml, read_marked, read_yaml
from shared.canonical import canonical_bytes
from shared.digests import digests_of

FILES = ("edition.yaml", "criteria.yaml", "facts.yaml", "scenes.yaml", "wording.yaml")
CONDITIONS = "conditions-tianjin-2025-2.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "cn-2025"
    shutil.copytree(EDITIONS / "cn-2025", copy)
    return copy


def change(path: Path, old: str, new: str, count: int = 1) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def faults_of(folder: Path) -> dict[str, str]:
    """File and pointer → code."""
    with pytest.raises(BrokenBundle) as broken:
        load_edition(folder)
    return {f"{one.file}{one.fault.pointer}": one.fault.code for one in broken.value.faults}


def test_the_content_hash_is_over_the_canonical_form_of_the_files(folder: Path) -> None:
    content = {name: read_yaml((folder / name).read_text(encoding="utf-8")) for name in FILES}
    # Independently of the library: these files hold only text, booleans and null.
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    loaded = load_edition(folder)

    digests = digests_of(canonical.encode())
    assert (loaded.content_hash.sha256, loaded.content_hash.sm3) == (digests.sha256, digests.sm3)


def test_comments_and_layout_do_not_change_the_hash_but_a_threshold_does(folder: Path) -> None:
    before = load_edition(folder).content_hash
    criteria = folder / "criteria.yaml"
    criteria.write_text("# a remark\n\n" + criteria.read_text(encoding="utf-8"), encoding="utf-8")
    with_remark = load_edition(folder).content_hash
    change(criteria, 'threshold: "4"', 'threshold: "5"')
    with_threshold = load_edition(folder).content_hash

    assert with_remark == before
    assert with_threshold != before


def test_the_conditions_of_a_round_are_hashed_by_themselves(folder: Path) -> None:
    before = load_edition(folder)
    change(folder / CONDITIONS, "本地注册", "在本市注册")
    after = load_edition(folder)
    content = read_yaml((folder / CONDITIONS).read_text(encoding="utf-8"))

    assert after.content_hash == before.content_hash
    of_round = after.conditions["tianjin-2025-2"].content_hash
    assert of_round != before.conditions["tianjin-2025-2"].content_hash
    assert of_round.sha256 == digests_of(canonical_bytes(content)).sha256  # type: ignore[arg-type]


#: File, what stands there, what is put there instead; where the fault is found, and its code.
#: What a schema of one file can tell by itself.
FORM_CODES = {
    "enum",
    "type",
    "required",
    "unknown-field",
    "operator-unknown",
    "type-unknown",
    "fraction",
}

BREAKS = [
    ("edition.yaml", "edition_id: cn-2025", "edition_id: cn-2026", "edition.yaml/edition_id", "name-differs"),
    ("edition.yaml", "name: 研发设计", "name: 工厂建设", "edition.yaml/element_stages/1", "repeated"),
    ("edition.yaml", "official_read: false", "official_read: no", "edition.yaml/official_read", "type"),
    ("edition.yaml", "status: in-force", "status: maybe", "edition.yaml/status", "enum"),
    ("facts.yaml", "- name: maturity_score", "- name: maturity_level", "facts.yaml/facts/1", "repeated"),
    ("facts.yaml", "- name: scenes_built", "- name: scenes", "facts.yaml/derived/1", "repeated"),
    ("facts.yaml", "by: number-of-scenes\n", "by: element-stages-of-scenes\n", "facts.yaml/derived/1", "repeated"),
    ("facts.yaml", "from: scenes", "from: nothing", "facts.yaml/derived/0/from", "fact-unknown"),
    ("facts.yaml", "from: scenes", "from: indicators", "facts.yaml/derived/0/from", "not-scenes"),
    ("facts.yaml", "[工厂建设, 产品研发,", "[工厂建设,", "facts.yaml/derived/0/from", "stages-differ"),
    ("facts.yaml", "kind: decimal", "kind: float", "facts.yaml/facts/1/type/kind", "type-unknown"),
    ("scenes.yaml", 'number: "2", name', 'number: "two", name', "scenes.yaml/stages/1/number", "type"),
    ("scenes.yaml", "element_stage: 工厂建设", "element_stage: 工厂", "scenes.yaml/stages/0/element_stage", "stage-unknown"),
    ("scenes.yaml", '- number: "2"\n', '- number: "1"\n', "scenes.yaml/scenes/1", "repeated"),
    ("scenes.yaml", "guide_stage: 产品研发", "guide_stage: 研发", "scenes.yaml/scenes/3/guide_stage", "stage-unknown"),
    ("wording.yaml", "{fact}。", "{facts}。", "wording.yaml/reasons/is-true/met/zh", "placeholder-unknown"),
    ("wording.yaml", "{fact}。", "{fact。", "wording.yaml/reasons/is-true/met/zh", "braces"),
    ("wording.yaml", "{requirement}", "{fact}", "wording.yaml/gaps/not-met/zh", "placeholder-unknown"),
    ("wording.yaml", "{zh: 须由人员判断。", "{zh: '{title}'", "wording.yaml/judged/zh", "placeholder-unknown"),
    ("criteria.yaml", "- tier: advanced", "- tier: basic", "criteria.yaml/tiers/1", "repeated"),
    ("criteria.yaml", "source: tj-2025-4", "source: hearsay", "criteria.yaml/tiers/0/source", "source-unknown"),
    ("criteria.yaml", "source: tiangongzhiti", "source: hearsay", "criteria.yaml/criteria/0/source", "source-unknown"),
    ("criteria.yaml", "tiers: [basic, advanced, excellent, leading]", "tiers: [basic, gold]", "criteria.yaml/criteria/0/tiers/1", "tier-unknown"),
    ("criteria.yaml", "id: br-2-credit", "id: br-2-operations", "criteria.yaml/criteria/3/id", "repeated"),
    ("criteria.yaml", "certainty: seen-in-secondary-source", "certainty: certain", "criteria.yaml/criteria/0/certainty", "enum"),
    ("criteria.yaml", "{op: is-true, fact: operations_sound}", "{op: is-true, fact: unsound}", "criteria.yaml/criteria/2/check/fact", "fact-unknown"),
    ("criteria.yaml", "{op: is-true, fact: operations_sound}", "{op: is-true, fact: scenes}", "criteria.yaml/criteria/2/check/fact", "fact-of-other-type"),
    ("criteria.yaml", "{op: is-true, fact: operations_sound}", "{op: eval, fact: x}", "criteria.yaml/criteria/2/check/op", "operator-unknown"),
    ("criteria.yaml", "    check: {op: is-true, fact: operations_sound}\n", "", "criteria.yaml/criteria/2", "check-missing"),
    ("criteria.yaml", "kind: judged", "kind: required", "criteria.yaml/criteria/1", "check-missing"),
    ("criteria.yaml", 'threshold: "2"', 'threshold: "0"', "criteria.yaml/criteria/10/check/threshold", "out-of-range"),
    ("criteria.yaml", 'threshold: "2"', 'threshold: "NaN"', "criteria.yaml/criteria/10/check/threshold", "type"),
    ("criteria.yaml", 'threshold: "1/5"', 'threshold: "0.2"', "criteria.yaml/criteria/18/check/threshold", "fraction"),
    ("criteria.yaml", 'below: "1.8"', 'below: "0.8"', "criteria.yaml/criteria/13/check/bands/0", "band-bounds"),
    ("criteria.yaml", '{level: "2", from', '{level: "1", from', "criteria.yaml/criteria/13/check/bands/1", "repeated"),
    ("criteria.yaml", "required: [生产作业]", "required: [作业]", "criteria.yaml/criteria/14/check/required/0", "stage-unknown"),
    ("scenes.yaml", "scenes:\n  - number", "scenes: []\nlist:\n  - number", "scenes.yaml/scenes", "too-few"),
    ("criteria.yaml", "- tier: advanced", "- tier: gold", "criteria.yaml/tiers/1/tier", "tier-not-of-scheme"),
    (CONDITIONS, "criteria:\n", "tiers: [basic, gold]\ncriteria:\n", f"{CONDITIONS}/tiers/1", "tier-unknown"),
    (CONDITIONS, "criteria:\n", "tiers: [basic, basic]\ncriteria:\n", f"{CONDITIONS}/tiers/1", "repeated"),
    (CONDITIONS, "criteria:\n", "tiers: []\ncriteria:\n", f"{CONDITIONS}/tiers", "too-few"),
    (CONDITIONS, "round_id: tianjin-2025-2", "round_id: tianjin-2025-1", f"{CONDITIONS}/round_id", "name-differs"),
    (CONDITIONS, "id: registered-locally", "id: br-1-scale", f"{CONDITIONS}/criteria/0/id", "repeated"),
    (CONDITIONS, "fact: branch_exception_ground}", "fact: legal_person}", f"{CONDITIONS}/criteria/3/check/checks/1/fact", "fact-of-other-type"),
    (CONDITIONS, "{missing}", "{value}", f"{CONDITIONS}/criteria/1/reasons/unknown/zh", "placeholder-unknown"),
    ("criteria.yaml", "{op: is-true, fact: operations_sound}", "{fact: operations_sound}", "criteria.yaml/criteria/2/check/op", "required"),
    ("criteria.yaml", 'threshold: "2"', "threshold: 2", "criteria.yaml/criteria/10/check/threshold", "number-unquoted"),
    ("criteria.yaml", 'threshold: "2"', "threshold: .inf", "criteria.yaml/criteria/10/check/threshold", "type"),
    ("criteria.yaml", 'threshold: "2"', 'threshold: "2e0"', "criteria.yaml/criteria/10/check/threshold", "type"),
    ("criteria.yaml", 'threshold: "2"', "threshold: true", "criteria.yaml/criteria/10/check/threshold", "type"),
    ("criteria.yaml", 'below: "2.8"}', 'below: "3"}', "criteria.yaml/criteria/13/check/bands/2", "bands-overlap"),
    ("criteria.yaml", 'below: "4.8"}', 'up_to: "4.8"}', "criteria.yaml/criteria/13/check/bands/4", "bands-overlap"),
    ("criteria.yaml", 'fact: maturity_level, threshold: "2"}', 'fact: maturity_level, threshold: "2", threshold: "3"}', "criteria.yaml/criteria/10/check/threshold", "key-repeated"),
    ("criteria.yaml", "[生产作业, 生产管理, 运营管理]", "[生产作业, 生产作业]", "criteria.yaml/criteria/15/check/required/1", "repeated"),
    ("criteria.yaml", "check: {op: is-true, fact: operations_sound}", "check: &a {op: is-true, fact: operations_sound}", "criteria.yaml/criteria/2/check", "anchor"),
    ("criteria.yaml", "    source: tiangongzhiti\n", "", "criteria.yaml/criteria/0/source", "required"),
    ("facts.yaml", "kind: integer, minimum", 'kind: integer, default: "1", minimum', "facts.yaml/facts/0/type/default", "unknown-field"),
    ("wording.yaml", "{fact}。", "{fact!r}。", "wording.yaml/reasons/is-true/met/zh", "braces"),
    ("wording.yaml", "{fact}。", "{fact:>999999999}。", "wording.yaml/reasons/is-true/met/zh", "braces"),
    ("wording.yaml", "{fact}。", "{fact.__class__}。", "wording.yaml/reasons/is-true/met/zh", "placeholder-unknown"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "code"),
    BREAKS,
    ids=[f"{number}-{case[3]}-{case[4]}" for number, case in enumerate(BREAKS)],
)
def test_a_fault_is_named_with_its_file_and_place(
    folder: Path, file: str, old: str, new: str, where: str, code: str
) -> None:
    change(folder / file, old, new)

    assert faults_of(folder).get(f"cn-2025/{where}") == code


@pytest.mark.parametrize(("file", "old", "new", "code"), [(*case[:3], case[4]) for case in BREAKS])
def test_the_schema_refuses_nothing_that_the_reader_takes(
    folder: Path, file: str, old: str, new: str, code: str
) -> None:
    change(folder / file, old, new)
    name = "conditions" if file == CONDITIONS else file.removesuffix(".yaml")
    content = read_marked((folder / file).read_text(encoding="utf-8")).content
    refused = {
        "".join(f"/{part}" for part in fault.absolute_path)
        for fault in Draft202012Validator(edition_schema(name)).iter_errors(content)
    }

    # The schema knows one file: what it refuses, the reader refuses; and it refuses what is of another form.
    assert refused or code not in FORM_CODES
    assert not refused or faults_of(folder)


def test_tiers_stand_from_the_lowest_up(folder: Path) -> None:
    criteria = folder / "criteria.yaml"
    change(criteria, "- tier: advanced", "- tier: other")
    change(criteria, "- tier: leading", "- tier: advanced")
    change(criteria, "- tier: other", "- tier: leading")

    assert faults_of(folder) == {
        f"cn-2025/criteria.yaml/tiers/{place}/tier": "tier-out-of-order" for place in (2, 3)
    }


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("wording.yaml", None, "file-missing"),
        ("wording.yml", b"", "file-unexpected"),
        ("facts.yaml", b"\xff\xfe", "not-utf-8"),
        ("facts.yaml", b"a: [1", "unreadable"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    folder: Path, file: str, content: bytes | None, code: str
) -> None:
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)

    assert faults_of(folder)[f"cn-2025/{file}"] == code


def test_sentences_without_a_check_or_a_check_without_sentences_are_faults(folder: Path) -> None:
    text = "    reasons:\n      met: {zh: 好, en: a}\n      not-met: {zh: 好, en: a}\n      unknown: {zh: 好, en: a}\n"
    criteria = folder / "criteria.yaml"
    change(criteria, "    kind: judged\n", f"    kind: judged\n{text}")
    change(
        criteria,
        "{op: is-true, fact: operations_sound}",
        "{op: all-of, checks: [{op: is-true, fact: operations_sound}]}",
    )

    change(
        criteria,
        "only_when: {op: covers, fact: element_stages_built, required: [工厂建设]}",
        "only_when: {op: any-of, checks: [{op: is-true, fact: operations_sound}]}",
    )

    assert faults_of(folder) == {
        "cn-2025/criteria.yaml/criteria/1/reasons": "check-missing",
        "cn-2025/criteria.yaml/criteria/2": "reasons-missing",
        "cn-2025/criteria.yaml/criteria/20/only_when": "reasons-missing",
    }


def test_a_tier_without_a_required_criterion_is_a_fault(folder: Path) -> None:
    change(folder / "criteria.yaml", "kind: required", "kind: in-principle", count=-1)

    codes = [code for code in faults_of(folder).values() if code == "nothing-required"]
    assert len(codes) == 4


def test_faults_of_all_files_and_all_editions_are_named_at_once(folder: Path) -> None:
    second = folder.parent / "cn-2027"
    shutil.copytree(folder, second)
    change(folder / "edition.yaml", "status: in-force", "status: maybe")
    change(folder / "scenes.yaml", 'number: "2", name', 'number: "two", name')

    with pytest.raises(BrokenBundle) as broken:
        load_editions(folder.parent)

    text = str(broken.value)
    for place in (
        "cn-2025/edition.yaml:10: /status",
        "cn-2025/scenes.yaml:13: /stages/1/number",
        "cn-2027/edition.yaml:3: /edition_id",
    ):
        assert place in text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1.10", {"a": "1.10"}),
        ("a: no", {"a": "no"}),
        ("a: 2025-07-18", {"a": "2025-07-18"}),
        ("a: 1e3", {"a": "1e3"}),
        ("a: 012", {"a": "012"}),
        ("a: ~", {"a": "~"}),
        ("[true, false, null, 'true']", [True, False, None, "true"]),
    ],
)
def test_yaml_reads_text_as_text(text: str, value: object) -> None:
    assert read_yaml(text) == value


@pytest.mark.parametrize(
    "text", ["a: 1\na: 2", "a: {b: 1, b: 2}", "a: [", "!!python/object:os.system {}", "? [a]\n: b"]
)
def test_yaml_with_surprises_is_refused(text: str) -> None:
    with pytest.raises(UnreadableYaml):
        read_yaml(text)
