"""认定名录: imported whole or not at all, fed by our own lists, and answering the prerequisite of the tiers above."""

import hashlib
from typing import Any

import pytest

from services.intake.domain.lifecycle import State
from tests.harness.api import Api
from tests.intake.bodies import a_credit_code, a_key
from tests.intake.filings import Filing, Filings
from tests.intake.register_files import SOURCE, a_file, a_line, import_register


def listed(caller: Api, **params: Any) -> list[dict[str, Any]]:
    return list(caller.get("/v1/register", params=params).ok(200)["items"])


def prerequisite_in(filing: Filing) -> str:
    """What the pre-check's dry run says of the tier's prerequisite."""
    checked = filing.applicant.post(f"{filing.path}/pre-check", key=None).ok(200)
    (found,) = (
        each["result"]
        for each in checked["verdict"]["criteria"]
        if each["criterion_id"] in {"published-advanced", "published-excellent"}
    )
    return str(found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_is_imported_once_whatever_wrote_it(filings: Filings, encoding: str) -> None:
    code = a_credit_code()
    content = a_file(
        a_line("天津某某甲示例有限公司", code, factory="某某甲示例工厂"),
        a_line("天津某某乙示例有限公司", tier="卓越级", by="国家", unit=""),
        encoding=encoding,
    )
    key = a_key()

    done = import_register(filings.city, content, key=key)
    again = import_register(filings.city, content, key=key)
    anew = import_register(filings.city, content).ok(201)

    body = done.ok(201)
    assert again.ok(201) == body
    assert (body["new_entries"], body["known_entries"]) == (2, 0)
    assert (anew["new_entries"], anew["known_entries"]) == (0, 2)
    assert body["sha256"] == hashlib.sha256(content).hexdigest()
    for reader in (filings.city, filings.auditor):
        assert reader.get(done.headers["location"]).ok(200) == body
    (entry,) = listed(filings.anybody.as_role("expert"), credit_code=code)
    assert entry["factory_name"] == "某某甲示例工厂"
    assert (entry["tier"], entry["recognised_by"], entry["batch"]) == ("advanced", "city", "2024")
    assert (entry["source_title"], entry["import_id"]) == (SOURCE, body["import_id"])
    (ministrys,) = listed(filings.city, recognised_by="ministry")
    assert (ministrys["credit_code"], ministrys["unit_code"]) == (None, None)


def test_a_dry_run_tells_and_stores_nothing(filings: Filings) -> None:
    content = a_file(a_line("天津某某丙示例有限公司"))

    tried = import_register(filings.city, content, dry_run="true").ok(200)

    assert (tried["import_id"], tried["new_entries"]) == (None, 1)
    assert listed(filings.city) == []


def test_all_faults_of_a_file_are_told_with_their_line_and_nothing_is_imported(
    filings: Filings,
) -> None:
    code = a_credit_code()
    content = a_file(
        a_line("天津某某丁示例有限公司", code),
        a_line("", code),
        a_line("天津某某戊示例有限公司", "91120116MA0000000X", tier="超级", by="区级", unit="999"),
        "只有,两格",
        a_line("天津某某丁示例有限公司", code),
        a_line("x" * 201, batch=""),
        a_line("天津某某\u202e示例有限公司"),
    )

    answer = import_register(filings.city, content)

    answer.refused(422, "register-file-faulty")
    assert answer.faults == {
        "/rows/3/enterprise_name": "required",
        "/rows/4/tier": "tier",
        "/rows/4/recognised_by": "recognised-by",
        "/rows/4/credit_code": "check-digit",
        "/rows/4/unit_code": "unit",
        "/rows/5": "ragged",
        "/rows/6": "repeated",
        "/rows/7/enterprise_name": "too-long",
        "/rows/7/batch": "required",
        "/rows/8/enterprise_name": "control-character",
    }
    assert listed(filings.city) == []


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"", {"/header/tier": "missing-column", "": "empty"}),
        (a_file(), {"": "empty"}),
        (a_file("a,b", header="级别,颜色"), {"/header/1": "unknown-column"}),
        (a_file("a,b", header="级别,级别"), {"/header/1": "repeated-column"}),
        (a_file('"先进级,市级'), {"/rows/2": "quotes"}),
        (b"\xff\xff", {"": "encoding"}),
        (a_file(*[a_line("x")] * 5001), {"": "too-many-rows"}),
    ],
    ids=["nothing", "no rows", "column", "column twice", "quotes", "encoding", "too many"],
)
def test_a_file_that_is_no_register_is_refused(
    filings: Filings, content: bytes, faults: dict[str, str]
) -> None:
    answer = import_register(filings.city, content)

    answer.refused(422, "register-file-faulty")
    assert answer.faults == answer.faults | faults


def test_only_csv_of_a_bounded_size_with_a_source_is_taken(filings: Filings) -> None:
    content = a_file(a_line("天津某某己示例有限公司"))

    other = import_register(filings.city, content, media_type="application/json")
    other.refused(415, "media-type-not-csv")
    large = import_register(filings.city, content + b"x" * (2 * 1024 * 1024))
    large.refused(413, "body-too-large")
    unsourced = import_register(filings.city, content, source_title="")
    assert unsourced.faults == {"query:source_title": "too-short"} | unsourced.faults
    scripted = import_register(filings.city, content, source_url="javascript:alert(1)")
    assert set(scripted.faults) == {"query:source_url"}
    filings.city.get("/v1/register", params={"cursor": "x"}).refused(422, "cursor-invalid")
    missing = filings.city.get("/v1/register/imports/00000000-0000-4000-8000-000000000000")
    missing.refused(404, "register-import-not-found")
    assert listed(filings.city) == []


def test_one_key_takes_one_file(filings: Filings) -> None:
    key = a_key()
    import_register(filings.city, a_file(a_line("天津某某庚示例有限公司")), key=key).ok(201)

    other = import_register(filings.city, a_file(a_line("天津某某辛示例有限公司")), key=key)

    other.refused(422, "idempotency-key-reused")
    assert len(listed(filings.city)) == 1


def test_pages_of_the_register_follow_one_another(filings: Filings) -> None:
    names = [f"天津某某{number}示例有限公司" for number in range(5)]
    import_register(filings.city, a_file(*[a_line(name) for name in names])).ok(201)
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = filings.city.get("/v1/register", params={"limit": 2} | cursor).ok(200)
        seen += [each["enterprise_name"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}

    assert sorted(seen) == names


def test_the_register_answers_the_prerequisite_in_three_values(filings: Filings) -> None:
    filing = filings.draft(tier="excellent")
    firm = filing.firm
    unknown_lists = prerequisite_in(filing)
    other = a_line("天津某某壬示例有限公司", a_credit_code())
    other_batch = a_line("天津某某壬示例有限公司", a_credit_code(), batch="2025-1")
    import_register(filings.city, a_file(other, other_batch)).ok(201)
    not_listed = prerequisite_in(filing)
    import_register(filings.city, a_file(a_line(firm.name))).ok(201)
    by_name = prerequisite_in(filing)
    import_register(
        filings.city, a_file(a_line(firm.name, firm.credit_code, factory="别的工厂"))
    ).ok()
    other_factory = prerequisite_in(filing)
    same = a_line(firm.name, firm.credit_code, factory=f" {firm.factory_name} ", batch="2025-1")
    import_register(filings.city, a_file(same)).ok(201)

    found = prerequisite_in(filing)

    unproven = unknown_lists
    assert not_listed == "not-met"
    assert (by_name, other_factory) == (unproven, unproven)
    assert unproven not in {"met", "not-met"}
    assert found == "met"
    matches = filing.officer.get(f"{filing.path}/register-matches").ok(200)["items"]
    assert sorted(each["match"] for each in matches) == [
        "other-factory-name",
        "same-factory",
        "same-name",
    ]


def test_another_tier_or_publisher_is_no_answer(filings: Filings) -> None:
    filing = filings.draft(tier="leading")
    firm = filing.firm
    lines = [
        a_line("天津某某癸示例有限公司", tier="卓越级", by="国家"),
        a_line(firm.name, firm.credit_code),
        a_line(firm.name, firm.credit_code, tier="卓越级", by="市级"),
        a_line(firm.name, firm.credit_code, tier="卓越级", by="国家", batch="2025"),
    ]
    import_register(filings.city, a_file(*lines)).ok(201)
    assert prerequisite_in(filing) == "not-met"

    import_register(
        filings.city,
        a_file(a_line(firm.name, firm.credit_code, tier="卓越级", by="国家")),
    ).ok(201)

    assert prerequisite_in(filing) == "met"


def test_what_we_publish_enters_the_register_with_its_batch(filings: Filings) -> None:
    filing = filings.at(State.RECOGNISED)

    (entry,) = listed(filings.city, credit_code=filing.firm.credit_code)

    assert (entry["tier"], entry["batch"], entry["recognised_by"]) == ("advanced", "2025-2", "city")
    assert f"/v1/lists/{entry['list_id']}" == filing.list_path
    assert entry["factory_name"] == filing.firm.factory_name
