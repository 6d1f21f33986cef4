"""A panel of experts: the pool, the draw that nobody can grind, the ballots, the close by two officers."""

import hashlib
from datetime import datetime

from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd
from services.scenarios.people import Person


def order_panel(officer: FrontEnd, order: JsonObject) -> str:
    """Set a panel up; give its path."""
    panel = officer.create("/v1/panels", order)
    officer.tell(
        "设立专家组 · sets a panel up",
        f"{panel['applications']} 件，评分表：{panel['scheme_place']['zh']}（示例）",
    )
    return f"/v1/panels/{panel['panel_id']}"


def freeze_pool(officer: FrontEnd, path: str, experts: list[JsonObject]) -> JsonObject:
    """Fill the pool and freeze it; give the panel with its digest and the conflicts found."""
    officer.save("PUT", f"{path}/pool", {"experts": experts})
    officer.decide(f"{path}/freeze-pool")
    panel = officer.read(path)
    officer.tell(
        "冻结专家库并公布摘要 · freezes the pool and publishes its digest",
        f"{len(experts)} 人，利益冲突 {len(panel['conflicts'])} 处，SHA-256 {panel['basis_sha256'][:16]}…",
    )
    return panel


def commit(officer: FrontEnd, path: str, secret: str, known_at: datetime) -> None:
    """Commit to a secret, and name the public value that nobody knows yet."""
    body: JsonObject = {
        "secret_sha256": hashlib.sha256(secret.encode()).hexdigest(),
        "public_value": {
            "what": "演示用公开值：某期开奖号码，六个红球从小到大，各两位",
            "where": "www.example.cn",
            "known_at": known_at.isoformat(),
            "alphabet": "digits",
            "length": 12,
        },
    }
    officer.decide(f"{path}/commit-secret", body)
    officer.tell("承诺秘密值，指定公开值 · commits to a secret", body["secret_sha256"][:16] + "…")


def record_public_value(officer: FrontEnd, path: str, value: str) -> None:
    """Record the public value, as another officer."""
    officer.read(path)
    officer.decide(f"{path}/record-public-value", {"value": value, "source": "www.example.cn/1"})
    officer.tell("登记公开值 · records the public value", value)


def draw(officer: FrontEnd, path: str, secret: str) -> JsonObject:
    """Reveal the secret and draw; give the panel."""
    officer.read(path)
    officer.decide(f"{path}/draw", {"secret": secret})
    panel = officer.read(path)
    officer.tell(
        "公开秘密值并抽取专家 · reveals the secret and draws",
        f"{len(panel['assignments'])} 个分派，种子 {panel['seed'][:16]}…",
    )
    return panel


def own_assignments(expert: FrontEnd) -> list[str]:
    """List the applications that an expert has still to judge."""
    listed = expert.read("/v1/own-assignments", limit=100)["items"]
    return [str(one["application_id"]) for one in listed if one["state"] == "open"]


def recuse(expert: FrontEnd, path: str, application_id: str) -> None:
    """Leave an application, with the reason."""
    ballot = f"{path}/ballots/{application_id}"
    expert.read(ballot)
    expert.decide(f"{ballot}/recuse", {"reason": "曾为该企业提供咨询"})
    expert.tell("本人回避 · recuses from one application", "由同一种子抽取替补")


def vote(expert: FrontEnd, path: str, application_id: str, points: dict[str, str]) -> None:
    """Fill in a ballot and hand it in."""
    ballot = f"{path}/ballots/{application_id}"
    expert.read(ballot)
    expert.save("PUT", ballot, {"points": points})
    expert.decide(f"{ballot}/hand-in")


def close(first: FrontEnd, second: FrontEnd, path: str) -> JsonObject:
    """Close the panel, which takes two officers; give the result."""
    first.read(path)
    first.decide(f"{path}/request-closing")
    second.read(path)
    second.decide(f"{path}/confirm-closing")
    result = second.read(f"{path}/result")
    second.tell(
        "两人结束评审，计算结果 · two officers close it",
        f"结果 SHA-256 {result['result_sha256'][:16]}…",
    )
    return result


def subject_of(person: Person) -> str:
    """Tell under which subject a person signs in."""
    return "" if person.principal is None else person.principal.subject
