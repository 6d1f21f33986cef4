"""Before the round: who was recognised earlier enters the register from CSV; a faulty file is refused whole."""

from services.demo.scene import Scene
from services.scenarios.people import CITY_OFFICER
from services.scenarios.steps import registering


def play_register(scene: Scene) -> None:
    """Import the lists that answer the prerequisites of 卓越级 and 领航级."""
    scene.timeline.act("序幕 认定名录 · Before the round: the register of recognised factories")
    scene.move_clock(2025, 7, 4, 9)
    officer = scene.seat(CITY_OFFICER)
    rows = registering.rows_of(part.member for part in scene.parts)
    faulty = [dict(row) for row in rows]
    faulty[0]["级别"] = "超级"
    faulty[1]["统一社会信用代码"] = "91120116MA0000000"
    faulty[2]["企业名称"] = ""
    faulty[4] = faulty[3]
    refusal = scene.checks.refused(
        "有错误的名录整份不导入 · a faulty file is refused whole",
        lambda: registering.import_register(officer, registering.as_csv(faulty)),
        422,
        "register-file-faulty",
    )
    scene.checks.equal(
        "  一次列出所有错行：级别、信用代码、企业名称、重复行 · every faulty row at once",
        {fault["pointer"] for fault in refusal.faults} if refusal else set(),
        {"/rows/2/tier", "/rows/3/credit_code", "/rows/4/enterprise_name", "/rows/6"},
    )
    scene.checks.equal(
        "  名录仍是空的 · and nothing of it is in the register",
        officer.read("/v1/register")["items"],
        [],
    )
    content = registering.as_csv(rows)
    registering.import_register(officer, content)
    scene.keepsakes.keep("认定名录 · register, CSV", "认定名录.csv", content)
    scene.checks.equal(
        f"  {len(rows)} 条全部在册 · all of them are in the register",
        sorted(entry["credit_code"] for entry in officer.read("/v1/register")["items"]),
        sorted(row["统一社会信用代码"] for row in rows),
    )
