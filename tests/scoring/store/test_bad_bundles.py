"""Bundles that somebody made to hurt: each is refused with its place, before it costs anything."""

import tracemalloc
from collections.abc import Mapping
from pathlib import Path

import pytest

from services.scoring.store.bundle import FORMS
from services.scoring.store.bundle_files import (
    EDITIONS,
    CheckedBundle,
    check_bundle,
    check_folder,
)
from services.scoring.store.bundle_sources import MAX_FILE_BYTES
from services.scoring.store.strict_yaml import MAX_DEPTH, MAX_FAULTS, read_marked

BOMB = "\n".join(
    ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40))]
)


def files(**changes: bytes) -> dict[str, bytes]:
    read = {path.name: path.read_bytes() for path in (EDITIONS / "cn-2025").iterdir()}
    return {**read, **{f"{name}.yaml": content for name, content in changes.items()}}


def found(checked: CheckedBundle) -> set[tuple[str, int | None, str]]:
    return {(one.file, one.line, one.fault.code) for one in checked.faults}


def test_the_shipped_bundles_have_no_fault() -> None:
    for folder in EDITIONS.iterdir():
        assert check_folder(folder).faults == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: &x b\nc: *x", (2, "/c", "alias")),
        ("a: b\nc: &x d", (2, "/c", "anchor")),
        ("loop: &l [*l]", (1, "/loop/0", "alias")),
        ("a: b\n\nc: {d: e, d: f}", (3, "/c/d", "key-repeated")),
        ("? {a: b}\n: c", (1, "", "key-not-text")),
        ("null: c", (1, "", "key-not-text")),
        ("a: !!python/object/apply:os.system [ls]", (1, "/a", "tag")),
        ("a: !!binary eA==", (1, "/a", "tag")),
        ("a: b\n---\nc: d", (2, "", "second-document")),
        ("a: b\nc: [d", (3, "", "unreadable")),
        ("a:\n  - b\n  - 0x1F", (3, "/a/1", "number-unquoted")),
        ("a: 2.50", (1, "/a", "number-unquoted")),
        ("a: -.inf", (1, "/a", "number-unquoted")),
        ("a: .NaN", (1, "/a", "number-unquoted")),
        ("a: b\nc: x\u202ey", (2, "", "control-character")),
        ("a: b\nc: x\x00y", (2, "", "control-character")),
    ],
)
def test_a_surprise_of_yaml_is_named_with_its_line(text: str, fault: tuple[int, str, str]) -> None:
    faults = [
        (one.line, one.fault.pointer, one.fault.code)
        for one in read_marked(text.rstrip("\n") + "\n").faults
    ]

    assert fault in faults


def test_all_surprises_of_a_file_are_named_at_once() -> None:
    text = "a: &x b\nb: 1\nb: '2'\nc: !t d\ne: *x\n"

    assert [(one.line, one.fault.code) for one in read_marked(text).faults] == [
        (1, "anchor"),
        (2, "number-unquoted"),
        (3, "key-repeated"),
        (4, "tag"),
        (5, "alias"),
    ]


def test_a_bomb_is_refused_without_being_built() -> None:
    tracemalloc.start()
    try:
        marked = read_marked(BOMB)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert "alias" in {one.fault.code for one in marked.faults}
    assert len(marked.faults) <= MAX_FAULTS
    # It would be 2 * 9**39 texts.
    assert peak_bytes < 5_000_000


@pytest.mark.parametrize(("left", "right"), [("[", "]"), ("{a: ", "}")])
def test_what_is_nested_deeply_is_refused(left: str, right: str) -> None:
    for depth in (MAX_DEPTH + 1, 20_000):
        marked = read_marked(left * depth + "x" + right * depth)

        assert [one.fault.code for one in marked.faults] == ["too-deep"]
    assert read_marked(left * MAX_DEPTH + "x" + right * MAX_DEPTH).faults == ()


def test_ten_megabytes_of_criteria_are_refused_before_they_are_parsed() -> None:
    # It is not even YAML: whoever parsed it would say so.
    checked = check_bundle(files(criteria=b"[" * 10_000_000))

    assert found(checked) == {
        ("", None, "bundle-too-large"),
        ("criteria.yaml", None, "file-too-large"),
    }


def test_a_file_that_is_too_large_does_not_hide_the_faults_of_others() -> None:
    wrong = files()["scenes.yaml"].replace("guide_stage: 产品研发".encode(), b"guide_stage: x")
    checked = check_bundle(files(criteria=b"#" * (MAX_FILE_BYTES + 1), scenes=wrong))

    assert ("criteria.yaml", None, "file-too-large") in found(checked)
    assert "stage-unknown" in {code for _, _, code in found(checked)}


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    many = {f"conditions-r{n}.yaml": b"" for n in range(100)}

    assert ("", None, "bundle-too-large") in found(check_bundle({**files(), **many}))
    for name in many:
        (tmp_path / name).write_bytes(b"")
    assert "bundle-too-large" in {one.fault.code for one in check_folder(tmp_path).faults}


def test_an_empty_bundle_says_which_files_are_missing() -> None:
    assert found(check_bundle({})) == {(name, None, "file-missing") for name in FORMS}


def test_names_that_lead_out_of_the_folder_do_not_belong_there() -> None:
    checked = check_bundle({**files(), "../../etc/passwd": b"", "sub/edition.yaml": b""})

    assert found(checked) == {
        ("../../etc/passwd", None, "file-unexpected"),
        ("sub/edition.yaml", None, "file-unexpected"),
    }


def changed(content: bytes, changes: Mapping[str, str]) -> bytes:
    text = content.decode()
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def test_faults_of_text_form_and_reference_are_named_together_with_their_lines() -> None:
    good = files()
    checked = check_bundle(
        files(
            edition=changed(good["edition.yaml"], {"status: in-force": "status: maybe"}),
            criteria=changed(
                good["criteria.yaml"],
                {
                    "source: tj-2025-4": "source: hearsay",
                    "fact: operations_sound": "fact: nothing",
                    "{op: is-true, fact: no_bad_credit_record}": "{op: eval, fact: x}",
                    "required: [生产作业]": "required: [作业]",
                },
            ),
            facts=changed(
                good["facts.yaml"], {'maximum: "5"}': "maximum: 5}", "kind: decimal": "kind: float"}
            ),
            scenes=changed(good["scenes.yaml"], {"guide_stage: 产品研发": "guide_stage: 研发"}),
        )
    )
    lines = {
        (one.file, one.fault.code): good_line(one.file, one.line, good)
        for one in checked.faults
        if one.fault.code != "type"  # the number again, as what it is read as
    }

    # None hides another one, although three files are not of their form.
    whole = "check: {op: covers, fact: element_stages_built, required: [生产作业]}"
    assert lines == {
        ("edition.yaml", "enum"): "status: in-force",
        ("criteria.yaml", "fact-unknown"): "check: {op: is-true, fact: operations_sound}",
        ("criteria.yaml", "operator-unknown"): "check: {op: is-true, fact: no_bad_credit_record}",
        ("criteria.yaml", "stage-unknown"): whole,
        ("facts.yaml", "number-unquoted"): 'type: {kind: integer, minimum: "1", maximum: "5"}',
        (
            "facts.yaml",
            "type-unknown",
        ): 'type: {kind: decimal, minimum: "0", maximum: "5", places: "4"}',
        ("scenes.yaml", "stage-unknown"): "guide_stage: 产品研发",
    }


def good_line(file: str, line: int | None, of: Mapping[str, bytes]) -> str:
    assert line is not None
    return of[file].decode().splitlines()[line - 1].strip()


def test_a_tier_that_asks_less_than_the_one_below_is_only_warned_of() -> None:
    checked = check_folder(EDITIONS / "cn-2025")
    warned = {(one.file, one.line, one.fault.code) for one in checked.warnings}
    texts = {one.fault.message.zh for one in checked.warnings}

    assert checked.edition is not None
    assert ("cn-2025/conditions-tianjin-2025-2.yaml", 11, "asks-less") in warned
    assert "先进级要求“本地注册”，而卓越级未列此条" in texts
    assert "“环节覆盖”在卓越级的约束弱于先进级" in texts


def test_a_threshold_that_falls_further_up_is_warned_of() -> None:
    lower = changed(files()["criteria.yaml"], {'threshold: "4"': 'threshold: "1"'})
    texts = {one.fault.message.zh for one in check_bundle(files(criteria=lower)).warnings}

    assert "“智能制造能力成熟度”在领航级的门槛低于卓越级" in texts
