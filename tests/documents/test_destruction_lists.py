"""When its retention is over, a version ends by a list of two officers; what is held stays, and so does the register."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from minio import Minio

from tests.documents import samples
from tests.documents.desk import Desk, a_document_id, path_of
from tests.documents.test_destroying import destroy, stored
from tests.harness.api import Api
from tests.harness.clock import TestClock

LISTS = "/v1/destruction-lists"
#: A little longer than the kinds of the tests are retained for.
RETENTION = timedelta(days=3652)


def frozen(desk: Desk, count: int) -> list[dict[str, Any]]:
    versions = [desk.uploaded(samples.a_pdf(number + 1)) for number in range(count)]
    for version in versions:
        desk.freeze(version).ok(200)
    return versions


def officer(desk: Desk, subject: str) -> Api:
    """Sign a token at the time to which the clock was moved."""
    return desk.anybody.as_role("secrecy-officer", subject=subject)


def held(desk: Desk, version: dict[str, Any]) -> None:
    api = desk.anybody.as_role("city-officer", unit="120000", subject="city-wang")
    api.put(f"{path_of(version)}/legal-hold", {"reason": "行政复议期间须保留"}).ok(200)


def order(clock: TestClock) -> dict[str, str]:
    return {"before": clock.wall().date().isoformat(), "reason": "保管期满"}


def listed(api: Api, record: dict[str, Any], **params: Any) -> dict[str, Any]:
    return dict(api.get(f"{LISTS}/{record['list_id']}/destructions", params=params).ok(200))


def test_what_is_over_is_destroyed_and_what_is_held_is_not(
    checked_desk: Desk,
    sdk: Minio,
    bucket: str,
    environment: dict[str, str],
    clock: TestClock,
    tmp_path: Path,
) -> None:
    over, before, since = frozen(checked_desk, 3)
    open_still = checked_desk.uploaded(samples.a_pdf(9))
    held(checked_desk, before)
    clock.move_wall(by=RETENTION)
    desk = Desk(checked_desk.anybody)
    late = frozen(desk, 1)[0]
    first, second = officer(desk, "officer-li"), officer(desk, "officer-zhao")

    proposed = first.post(LISTS, order(clock)).ok(201)
    held(desk, since)
    first.post(f"{LISTS}/{proposed['list_id']}/confirmation").refused(409, "same-secrecy-officer")
    confirmed = second.post(f"{LISTS}/{proposed['list_id']}/confirmation").ok(200)
    second.post(f"{LISTS}/{proposed['list_id']}/confirmation").refused(
        409, "destruction-list-not-open"
    )
    done = destroy(environment, tmp_path)

    assert (proposed["versions"], proposed["confirmed_at"]) == (2, None)
    assert (confirmed["versions"], confirmed["left_out"]) == (1, 1)
    assert done.returncode == 0, done.stderr
    assert stored(sdk, bucket, f"documents/{over['document_id']}") == []
    for kept in (before, since, open_still, late):
        assert len(stored(sdk, bucket, f"documents/{kept['document_id']}")) == 1
    # The register: what was destroyed, by whom, and what it was.
    auditor = desk.anybody.as_role("auditor")
    (register,) = listed(auditor, proposed)["items"]
    assert (register["version_id"], register["state"]) == (over["version_id"], "executed")
    assert (register["proposed_by"], register["confirmed_by"]) == ("officer-li", "officer-zhao")
    known = desk.service.get(path_of(over)).ok(200)
    assert (known["sha256"], known["deleted_at"] is None) == (over["sha256"], False)
    assert auditor.get(f"{LISTS}/{proposed['list_id']}").ok(200) == confirmed


def test_a_list_comes_in_pages_and_nothing_is_on_two(checked_desk: Desk, clock: TestClock) -> None:
    versions = frozen(checked_desk, 3)
    clock.move_wall(by=RETENTION)
    api = officer(checked_desk, "officer-li")

    record = api.post(LISTS, order(clock)).ok(201)
    assert api.get(f"{LISTS}/{record['list_id']}").ok(200) == record
    page = listed(api, record, limit=2)
    rest = listed(api, record, cursor=page["next_cursor"])

    assert sorted(each["version_id"] for each in page["items"] + rest["items"]) == sorted(
        version["version_id"] for version in versions
    )
    assert (len(page["items"]), rest["next_cursor"]) == (2, None)
    assert {each["state"] for each in page["items"]} == {"proposed"}
    api.post(LISTS, order(clock)).refused(409, "nothing-to-destroy")
    path = f"{LISTS}/{record['list_id']}/destructions"
    api.get(path, params={"cursor": "x"}).refused(422, "cursor-invalid")


def test_before_its_retention_is_over_nothing_is_listed(
    checked_desk: Desk, clock: TestClock
) -> None:
    frozen(checked_desk, 1)
    clock.move_wall(by=timedelta(days=3600))
    api = officer(checked_desk, "officer-li")
    ahead = {"before": (clock.wall() + timedelta(days=60)).date().isoformat(), "reason": "期满"}

    api.post(LISTS, order(clock)).refused(409, "nothing-to-destroy")
    api.post(LISTS, ahead).refused(422, "retention-day-ahead")


@pytest.mark.parametrize("path", ["", "/destructions"])
def test_an_unknown_list_is_not_found(desk: Desk, path: str) -> None:
    api = officer(desk, "officer-li")
    unknown = f"{LISTS}/{a_document_id()}"

    api.get(f"{unknown}{path}").refused(404, "destruction-list-not-found")
    api.post(f"{unknown}/confirmation").refused(404, "destruction-list-not-found")
