"""Experts judge the advanced applications: drawn so that nobody can grind, blind until two officers close it.

The score sheet is another place's and stands for the city's own, which was not found: the ranks decide nothing here.
"""

import secrets
import subprocess
import sys
from datetime import timedelta

from services.demo.parts import Part
from services.demo.receipt_proof import keys_of
from services.demo.scene import Scene
from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd, Venue
from services.scenarios.people import (
    AUDITOR,
    CITY_OFFICER,
    SECOND_CITY_OFFICER,
    Person,
    expert_of,
)
from services.scenarios.steps import empanelling

_EXPERTS = tuple(expert_of(number) for number in range(1, 9))
_ITEMS = {"infrastructure": 22, "technology": 13, "example-value": 6, "benefit": 6, "plan": 6}
_PUBLIC_VALUE = "010509172633"


def play_panel(scene: Scene, parts: list[Part]) -> None:
    """Play a panel on applications in review, from its pool to its result made again offline."""
    scene.timeline.act(
        "第十一幕 专家评审 · Experts are drawn, vote blind, and the result is recomputed"
    )
    venue = scene.venue_of("scoring")
    first, second = (venue.front_end(one) for one in (CITY_OFFICER, SECOND_CITY_OFFICER))
    path = empanelling.order_panel(first, _order(scene, parts))
    frozen = empanelling.freeze_pool(first, path, _pool(parts))
    _check_conflict(scene, frozen, parts[0])
    _draw(scene, first, second, path)
    _recuse_one(scene, venue, path)
    _vote(scene, venue, path)
    result = empanelling.close(first, second, path)
    scene.checks.equal(
        "  每件申报都有得分和名次；去掉任一专家是否改变名单也已算出 · scores, ranks and sensitivity",
        (
            sorted(one["application_id"] for one in result["applications"]),
            len(result["sensitivity"]["without"]) > 0,
            all(one["score"] and one["rank"] for one in result["applications"]),
        ),
        (sorted(part.application_id for part in parts), True, True),
    )
    _prove_offline(scene, venue.front_end(AUDITOR), path)


def _order(scene: Scene, parts: list[Part]) -> JsonObject:
    officer = scene.quiet_venue().front_end(CITY_OFFICER)
    return {
        "round_id": "tianjin-2025-2",
        "tier": "advanced",
        "scheme_id": "liaoning-dalian-example",
        "applications": [
            {
                "application_id": part.application_id,
                "credit_code": part.member.firm.credit_code,
                "unit": part.member.firm.factory_unit_code,
                "assessment_id": officer.read(f"/v1/applications/{part.application_id}")["verdict"][
                    "assessment_id"
                ],
            }
            for part in parts
        ],
        "experts_each": 3,
        "quorum": 2,
        "aggregation": {
            "method": "mean",
            "decimals": 2,
            "outliers_from": "15",
            "ties": [{"by": "item", "item": "technology"}, {"by": "lot"}],
        },
        "line": {"places": max(1, len(parts) // 2)},
    }


def _pool(parts: list[Part]) -> list[JsonObject]:
    """Name the experts; the first works for the first applicant."""
    pool: list[JsonObject] = [
        {"expert_id": empanelling.subject_of(one), "name": f"示例{one.title}"} for one in _EXPERTS
    ]
    pool[0]["employers"] = [parts[0].member.firm.credit_code]
    return pool


def _check_conflict(scene: Scene, panel: JsonObject, part: Part) -> None:
    scene.checks.equal(
        "  专家的任职单位在参评：抽取前已由系统找出 · a conflict of interest is found before the draw",
        [(one["application_id"], one["expert_id"]) for one in panel["conflicts"]],
        [(part.application_id, empanelling.subject_of(_EXPERTS[0]))],
    )


def _draw(scene: Scene, first: FrontEnd, second: FrontEnd, path: str) -> None:
    secret = secrets.token_hex(32)
    known_at = scene.timeline.business_time() + timedelta(hours=1)
    empanelling.commit(first, path, secret, known_at)
    scene.checks.refused(
        "  公开值产生之前不能登记 · the public value cannot be recorded before it exists",
        lambda: empanelling.record_public_value(second, path, _PUBLIC_VALUE),
        409,
        "public-value-not-due",
    )
    scene.move_clock(2025, 7, 22, 9)
    empanelling.record_public_value(second, path, _PUBLIC_VALUE)
    panel = empanelling.draw(first, path, secret)
    loads = [
        sum(one["expert_id"] == empanelling.subject_of(expert) for one in panel["assignments"])
        for expert in _EXPERTS
    ]
    scene.checks.equal(
        f"  负担均衡：每人 {min(loads)}–{max(loads)} 件 · the loads are balanced",
        max(loads) - min(loads) <= 1,
        True,
    )


def _recuse_one(scene: Scene, venue: Venue, path: str) -> None:
    expert = next(one for one in _EXPERTS if _assigned(venue, one))
    left = _assigned(venue, expert)[0]
    empanelling.recuse(venue.front_end(expert), path, left)
    panel = venue.front_end(AUDITOR).read(path)
    standing = [
        one["expert_id"]
        for one in panel["assignments"]
        if one["application_id"] == left and one["ballot"] != "void"
    ]
    scene.checks.equal(
        "  回避后仍有三名专家，回避者不在其中 · a replacement is drawn for who recused",
        (len(standing), empanelling.subject_of(expert) in standing),
        (3, False),
    )


def _vote(scene: Scene, venue: Venue, path: str) -> None:
    quiet = scene.quietly(venue)
    count = 0
    for number, expert in enumerate(_EXPERTS):
        for application_id in _assigned(venue, expert):
            points = {item: str(base + (number % 3)) for item, base in _ITEMS.items()}
            empanelling.vote(quiet.front_end(expert), path, application_id, points)
            count += 1
    scene.timeline.tell("专家", "各自打分并提交 · each votes and hands in", f"{count} 张打分票")
    officer = venue.front_end(CITY_OFFICER)
    scene.checks.refused(
        "  结束之前没有结果可看 · nobody sees a result before the close",
        lambda: officer.read(f"{path}/result"),
        409,
        "panel-not-in-state",
    )


def _prove_offline(scene: Scene, auditor: FrontEnd, path: str) -> None:
    export = auditor.read(f"{path}/export")
    scene.keepsakes.keep("专家组导出 · panel export", "专家组导出.json", export)
    file = scene.keepsakes.folder / "专家组导出.json"
    keys = ["--keys", str(keys_of(scene))]
    for command, what, more in (("redraw", "抽取", []), ("recompute", "结果和签名", keys)):
        made = subprocess.run(  # noqa: S603 - our own command on our own file
            [sys.executable, "-m", "services", "panel", command, str(file), *more],
            capture_output=True,
            check=False,
        )
        scene.checks.equal(
            f"  凭导出件离线重现{what}，逐项相符 · tidu panel {command} from the export alone",
            made.returncode,
            0,
        )


def _assigned(venue: Venue, expert: Person) -> list[str]:
    return empanelling.own_assignments(venue.front_end(expert))
