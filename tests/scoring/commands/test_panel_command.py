"""``tidu panel``: what the service drew and computed is made again from its export alone."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from services.__main__ import cli
from services.scoring.domain.panels.commitment import commitment_to
from tests.harness.api import Api
from tests.harness.clock import TestClock
from tests.scoring.panel_desk import Desk
from tests.scoring.signers import a_signer

Export = dict[str, Any]


def a_closed_export(scoring: Api, clock: TestClock) -> Export:
    """A panel with a recusal, a line and a tie rule, as the service gives it."""
    desk = Desk(scoring, clock)
    desk.drawn(
        applications=3,
        experts=6,
        line={"places": 1},
        aggregation={
            "method": "standardised-mean",
            "least_ballots": 2,
            "decimals": 2,
            "outliers_from": "5",
            "ties": [{"by": "item", "item": "technology"}, {"by": "lot"}],
        },
    )
    application_id, expert_id = desk.assignments()[0]
    body = {"expert_id": expert_id, "application_id": application_id, "reason": "曾任该企业顾问"}
    desk.step("recusals", body).ok(200)
    desk.vote_all().close()
    return dict(desk.auditor.get(f"{desk.path}/export").ok(200))


@pytest.fixture
def tidu(tmp_path: Path) -> Callable[[str, object], Result]:
    def invoke(command: str, export: object) -> Result:
        file = tmp_path / "panel.json"
        text = export if isinstance(export, str) else json.dumps(export, ensure_ascii=False)
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(cli, ["panel", command, str(file)])

    return invoke


def test_draw_and_result_come_out_again(
    scoring: Api, clock: TestClock, tidu: Callable[[str, object], Result]
) -> None:
    export = a_closed_export(scoring, clock)

    drawn, computed = tidu("redraw", export), tidu("recompute", export)

    assert (drawn.exit_code, computed.exit_code) == (0, 0), computed.output
    assert "DIFFERS" not in drawn.output + computed.output
    assert export["basis_sha256"] in drawn.output
    for one in export["draw"]["assignments"]:
        assert one["application_id"] in drawn.output


def test_the_result_bears_a_signature_that_the_published_keys_prove(
    scoring: Api, clock: TestClock, tmp_path: Path
) -> None:
    export = a_closed_export(scoring, clock)
    published = tmp_path / "jwks.json"
    published.write_text(json.dumps(scoring.get("/.well-known/jwks.json").ok(200)))
    others = tmp_path / "others.json"
    others.write_text(json.dumps({"keys": a_signer().published()}))
    of_another = copy.deepcopy(export) | {"signature": a_closed_export(scoring, clock)["signature"]}
    file = tmp_path / "panel.json"

    def recomputed(one: Export, keys: Path) -> Result:
        file.write_text(json.dumps(one, ensure_ascii=False), encoding="utf-8")
        return CliRunner().invoke(cli, ["panel", "recompute", str(file), "--keys", str(keys)])

    assert recomputed(export, published).exit_code == 0
    for wrong, keys in (
        (export, others),
        (of_another, published),
        (export | {"signature": None}, published),
        (export | {"signature": "{}"}, published),
    ):
        found = recomputed(wrong, keys)
        assert found.exit_code == 1
        assert "the signature over the result" in found.output
    assert recomputed(export, tmp_path / "none.json").exit_code == 2
    assert recomputed(export, file).exit_code == 2


def test_any_change_is_named(
    scoring: Api, clock: TestClock, tidu: Callable[[str, object], Result]
) -> None:
    export = a_closed_export(scoring, clock)
    pool = export["basis"]["experts"]

    def changed(*path: Any, to: object) -> Export:
        other = copy.deepcopy(export)
        place: Any = other
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to
        return other

    counted = next(i for i, one in enumerate(export["ballots"]) if one["is_counted"])
    stood = export["draw"]["assignments"][0]["expert_ids"]
    cases = {
        "another pool": ("redraw", changed("basis", "experts", to=pool[:-1]), "digest of the"),
        "another secret": ("redraw", changed("reveal", "secret", to="5f" * 32), "the secret"),
        "another value": (
            "redraw",
            changed("reveal", "public_value", to="010509172634"),
            "the draw is",
        ),
        "a value in another spelling": (
            "redraw",
            changed("reveal", "public_value", to="0105"),
            "the public value",
        ),
        "another draw": (
            "redraw",
            changed("draw", "assignments", 0, "expert_ids", to=[*stood[1:], "expert-9"]),
            "the draw is",
        ),
        "another replacement": (
            "redraw",
            changed("recusals", 0, "replacement_id", to="expert-9"),
            "replacement of recusal 1",
        ),
        "other points": (
            "recompute",
            changed("ballots", counted, "points", "benefit", to="6"),
            "ballot of",
        ),
        "a ballot left out": (
            "recompute",
            changed("ballots", counted, "is_counted", to=False),
            "the result is",
        ),
        "another score": (
            "recompute",
            changed("result", "applications", 0, "score", to="99.99"),
            "the result is",
        ),
        "another digest": (
            "recompute",
            changed("result_sm3", to="00" * 32),
            "digest of the result",
        ),
    }
    for name, (command, other, named) in cases.items():
        result = tidu(command, other)

        wrong = [line for line in result.output.splitlines() if "DIFFERS" in line]
        assert result.exit_code == 1, name
        assert any(named in line for line in wrong), (name, wrong)


def test_a_panel_that_is_not_closed_is_drawn_again_but_not_computed(
    scoring: Api, clock: TestClock, tidu: Callable[[str, object], Result]
) -> None:
    desk = Desk(scoring, clock).drawn()
    export = desk.auditor.get(f"{desk.path}/export").ok(200)

    assert tidu("redraw", export).exit_code == 0
    refused = tidu("recompute", export)
    assert refused.exit_code == 2
    assert "not closed yet" in refused.output


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"form": NaN}', '{"form": 1.5}', '{"form": 1, "form": 2}', "[" * 9999]
)
def test_what_is_no_export_is_refused_without_a_stack_trace(
    tidu: Callable[[str, object], Result], text: str
) -> None:
    for command in ("redraw", "recompute"):
        result = tidu(command, text)

        assert result.exit_code == 2
        assert "panel.json" in result.output
        assert "Traceback" not in result.output


def test_a_basis_that_is_none_is_named_with_its_place(
    scoring: Api, clock: TestClock, tidu: Callable[[str, object], Result]
) -> None:
    desk = Desk(scoring, clock).drawn()
    export = desk.auditor.get(f"{desk.path}/export").ok(200)
    del export["basis"]["terms"]["quorum"]

    result = tidu("redraw", export)

    assert result.exit_code == 2
    assert "/basis/terms/quorum" in result.output


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["panel", "redraw", str(tmp_path / "nowhere.json")])

    assert result.exit_code == 2
    assert "nowhere.json" in result.output


def test_a_secret_comes_with_the_digest_to_commit_to() -> None:
    lines = CliRunner().invoke(cli, ["panel", "secret"]).output.split()

    assert lines[3] == commitment_to(lines[1])
    assert CliRunner().invoke(cli, ["panel", "secret"]).output.split()[1] != lines[1]
