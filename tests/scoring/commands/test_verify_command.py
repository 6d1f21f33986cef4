"""``tidu verify``: what a receipt claims, computed again without the service; whatever is wrong is named."""

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from services.__main__ import cli
from services.scoring.domain.library import Library
from services.scoring.signing.receipt_signer import ReceiptSigner
from services.scoring.store.bundle_files import EDITIONS, load_edition
from tests.scoring.builders import ROUND_OF, TIERS, facts_of_a_factory
from tests.scoring.receipts import a_receipt, payload_of, signed_again
from tests.scoring.signers import a_signer, signer_in
from tests.scoring.signing.another_algorithm import NAME

Change = Callable[[dict[str, Any]], object]

RECEIPT = a_receipt()
FILE = RECEIPT.file.content


def write_keys(path: Path, *keys: Mapping[str, Any]) -> Path:
    path.write_text(json.dumps({"keys": keys}), encoding="utf-8")
    return path


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return write_keys(tmp_path / "jwks.json", *a_signer().published())


@pytest.fixture
def verify(tmp_path: Path, keys: Path) -> Callable[..., Result]:
    def run(content: bytes, *more: str | Path, with_keys: bool = True) -> Result:
        file = tmp_path / "receipt.json"
        file.write_bytes(content)
        given_keys = ["--keys", str(keys)] if with_keys else []
        return CliRunner().invoke(cli, ["verify", str(file), *given_keys, *map(str, more)])

    return run


def wrong(result: Result) -> list[str]:
    """The lines that say what differs."""
    return [line for line in result.output.splitlines() if line.startswith("不符")]


def criterion(said: Mapping[str, Any], criterion_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for one in said["verdict"]["criteria"] if one["criterion_id"] == criterion_id
    )
    return found


@pytest.mark.parametrize("edition_id", list(ROUND_OF))
@pytest.mark.parametrize("tier", TIERS)
def test_a_receipt_is_proven(verify: Callable[..., Result], edition_id: str, tier: str) -> None:
    facts = facts_of_a_factory(without=("maturity_level",), scenes=[])
    receipt = a_receipt(
        tier=tier, edition_id=edition_id, round_id=ROUND_OF[edition_id], facts=facts
    )

    result = verify(receipt.file.content)

    assert result.exit_code == 0, result.output
    assert f"sha256:{receipt.file.sha256}" in result.output
    for one in payload_of(receipt.file.content)["verdict"]["criteria"]:
        assert one["criterion_id"] in result.output
        assert one["title"]["en"] in result.output


def test_a_tier_that_the_edition_does_not_have_is_proven_to_be_not_covered(
    verify: Callable[..., Result],
) -> None:
    receipt = a_receipt(edition_id="cn-2026", round_id=None, tier="leading", facts={})

    assert verify(receipt.file.content).exit_code == 0


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(place=st.integers(0, len(FILE) - 1), flip=st.integers(1, 255))
def test_no_byte_can_be_changed_unnoticed(
    verify: Callable[..., Result], place: int, flip: int
) -> None:
    spoilt = FILE[:place] + bytes([FILE[place] ^ flip]) + FILE[place + 1 :]

    result = verify(spoilt)

    if result.exit_code == 1:
        assert "签名与密钥" in wrong(result)[0]
    else:
        # It is no receipt any more, or names a key that nobody has.
        assert result.exit_code == 2
        assert "tidu verify: receipt.json:" in result.output or "签名无法核对" in result.output


@pytest.mark.parametrize("place", range(0, len(FILE), len(FILE) // 40))
def test_nothing_can_be_cut_off(verify: Callable[..., Result], place: int) -> None:
    assert verify(FILE[:place]).exit_code == 2


def test_a_verdict_that_was_altered_and_signed_again_is_named_by_its_criterion(
    verify: Callable[..., Result],
) -> None:
    def lie(said: dict[str, Any]) -> None:
        criterion(said, "br-5-maturity")["result"] = "not-met"

    result = verify(signed_again(FILE, lie))

    assert result.exit_code == 1
    [line] = wrong(result)
    assert "br-5-maturity 智能制造能力成熟度：回执 不满足，重算 满足；不符：结果" in line
    assert "claimed not met, computed met; differs in: result" in line


@pytest.mark.parametrize(
    ("lie", "named"),
    [
        (lambda said: criterion(said, "br-2-law").update(value=False), "value used"),
        (
            lambda said: criterion(said, "br-2-law")["reason"].update(zh="无"),
            "br-2-law 守法情况",
        ),
        (
            lambda said: criterion(said, "br-2-law").update(certainty="seen-in-official-text"),
            "differs in: certainty",
        ),
        (lambda said: criterion(said, "br-2-law").update(extra=1), "differs in: extra"),
        (lambda said: said["verdict"]["criteria"].pop(3), "leaves this criterion out"),
        (
            lambda said: said["verdict"]["criteria"].append(said["verdict"]["criteria"][0]),
            "no such criterion",
        ),
        (lambda said: said["verdict"]["criteria"].reverse(), "in their order"),
        (lambda said: said["verdict"].update(outcome="not-met"), "outcome: claimed not-met"),
        (lambda said: said["verdict"].update(left_to_a_person=0), "claimed 0, computed 5"),
        (lambda said: said["verdict"].update(scenes_built=40), "scenes built: claimed 40"),
        (lambda said: said["verdict"]["gaps"].append({}), "the gaps are the same"),
        (lambda said: said["tiers"][3].update(outcome="met"), "results of the other tiers"),
        (lambda said: said["assessment"].update(sha256="0" * 64), "the bytes of the assessment"),
        (lambda said: said["assessment"].update(recorded_at="2024"), "bytes of the assessment"),
        (lambda said: said["subject"].update(revision_number=9), "subject, edition, round"),
        (lambda said: said["request"]["facts"].update(maturity_level=4), "request_sha256"),
        (lambda said: said["request"]["documents"][0].update(sha256="0" * 64), "request_sha256 is"),
        (lambda said: said["rests_on"].pop("maturity_level"), "what facts rest on"),
        (lambda said: said["names"]["tiers"]["basic"].update(zh="领航级"), "what things are called"),
        (lambda said: said["statement"].update(zh="兹认定该工厂合格。"), "the statement"),
    ],
)  # fmt: skip
def test_whatever_else_is_altered_under_a_good_signature_is_named(
    verify: Callable[..., Result], lie: Change, named: str
) -> None:
    result = verify(signed_again(FILE, lie))

    assert result.exit_code == 1, result.output
    assert any(named in line for line in wrong(result)), result.output


def test_a_clause_that_is_not_what_was_hashed_is_named(verify: Callable[..., Result]) -> None:
    def lie(said: dict[str, Any]) -> None:
        criterion(said, "br-5-maturity")["requirement"]["zh"] = "达到一级及以上"

    result = verify(signed_again(FILE, lie))

    assert result.exit_code == 1
    assert any("条件 br-5-maturity：条款文字与其摘要值不符" in line for line in wrong(result))
    assert any("要求的文字" in line for line in wrong(result))


def test_facts_that_the_edition_cannot_read_are_named(verify: Callable[..., Result]) -> None:
    result = verify(
        signed_again(FILE, lambda said: said["request"]["facts"].update(maturity_level=9))
    )

    assert result.exit_code == 1
    assert any("/facts/maturity_level" in line for line in wrong(result))


@pytest.fixture
def other_edition(tmp_path: Path) -> Path:
    """The edition under the same name, its maturity gate lowered."""
    copy = tmp_path / "cn-2025"
    shutil.copytree(EDITIONS / "cn-2025", copy)
    criteria = copy / "criteria.yaml"
    text = criteria.read_text(encoding="utf-8")
    assert 'threshold: "2"' in text
    criteria.write_text(text.replace('threshold: "2"', 'threshold: "1"', 1), encoding="utf-8")
    return copy


def test_another_edition_is_named_by_both_digests(
    verify: Callable[..., Result], other_edition: Path
) -> None:
    here = load_edition(other_edition).content_hash.sha256
    claimed = payload_of(FILE)["edition"]["sha256"]

    result = verify(FILE, "--edition", other_edition)

    assert result.exit_code == 1
    [line] = wrong(result)
    assert f"another edition: the receipt has cn-2025 (sha256 {claimed})" in line
    assert f"here is cn-2025 (sha256 {here})" in line


def test_a_receipt_of_an_edition_of_ones_own_is_proven_with_its_folder(
    verify: Callable[..., Result], other_edition: Path
) -> None:
    edition = load_edition(other_edition)
    receipt = a_receipt(Library([edition])).file.content

    assert verify(receipt, "--edition", other_edition).exit_code == 0
    assert verify(receipt).exit_code == 1


def test_other_conditions_of_the_round_are_named(
    verify: Callable[..., Result], tmp_path: Path
) -> None:
    copy = tmp_path / "cn-2025"
    shutil.copytree(EDITIONS / "cn-2025", copy)
    file = copy / "conditions-tianjin-2025-2.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("本地注册", "在津注册"), encoding="utf-8")

    result = verify(FILE, "--edition", copy)

    assert result.exit_code == 1
    assert "other conditions of round tianjin-2025-2" in wrong(result)[0]


def test_an_edition_that_is_not_here_leaves_it_unproven(
    verify: Callable[..., Result], tmp_path: Path
) -> None:
    unknown = signed_again(FILE, lambda said: said["edition"].update(edition_id="cn-2031"))
    asked = signed_again(unknown, lambda said: said["request"].update(edition_id="cn-2031"))

    assert "give its folder with --edition" in verify(asked).output
    assert verify(FILE, "--edition", tmp_path / "nothing").exit_code == 2


def test_after_a_rotation_both_receipts_are_proven_with_the_published_keys(
    verify: Callable[..., Result], tmp_path: Path, keys: Path
) -> None:
    old = signer_in(tmp_path / "keys")
    first = a_receipt(signer=old)
    new = signer_in(tmp_path / "keys")  # of the same second, so that both orders are one to us
    second = a_receipt(signer=new)
    write_keys(keys, *new.published())

    assert len(new.published()) == 2
    assert verify(first.file.content).exit_code == verify(second.file.content).exit_code == 0


def test_a_signature_of_another_key_under_the_kid_of_ours_is_none(
    verify: Callable[..., Result], tmp_path: Path, keys: Path
) -> None:
    [ours] = a_signer().published()
    [theirs] = signer_in(tmp_path / "keys").published()
    write_keys(keys, {**theirs, "kid": ours["kid"]})

    result = verify(FILE)

    assert result.exit_code == 1
    assert wrong(result)[0].startswith("不符 · DIFFERS  签名与密钥")


def test_what_was_not_checked_is_not_proven(verify: Callable[..., Result], keys: Path) -> None:
    unsigned = verify(FILE, with_keys=False)
    write_keys(keys)
    unknown = verify(FILE)

    assert (unsigned.exit_code, unknown.exit_code) == (2, 2)
    assert "give the public keys with --keys" in unsigned.output
    assert "is not among those given" in unknown.output
    lie = signed_again(FILE, lambda said: said["verdict"].update(outcome="not-met"))
    assert verify(lie, with_keys=False).exit_code == 1


def test_words_of_another_engine_are_not_held_against_ours(verify: Callable[..., Result]) -> None:
    def another(said: dict[str, Any]) -> None:
        said["engine_version"] = "0"
        said["assessment"].update(sha256="0" * 64)
        criterion(said, "br-2-law")["reason"] = {"zh": "另一种说法", "en": "Other words"}

    def lie(said: dict[str, Any]) -> None:
        another(said)
        criterion(said, "br-2-law")["result"] = "not-met"

    honest, lying = verify(signed_again(FILE, another)), verify(signed_again(FILE, lie))

    assert (honest.exit_code, lying.exit_code) == (2, 1)
    assert "the receipt is of engine 0, this is engine 1" in honest.output
    assert "br-2-law" in wrong(lying)[0]


def test_a_receipt_of_an_algorithm_of_ones_own_is_proven_with_it(
    verify: Callable[..., Result], tmp_path: Path, keys: Path
) -> None:
    folder = tmp_path / "keys"
    named = ["--algorithm", NAME]
    assert CliRunner().invoke(cli, ["receipt-keys", "new", str(folder), *named]).exit_code == 0
    signer = ReceiptSigner(folder, now=lambda: datetime.now(UTC), algorithms=(NAME,))
    receipt = a_receipt(signer=signer)
    published = CliRunner().invoke(cli, ["receipt-keys", "public", str(folder), *named])
    keys.write_text(published.output, encoding="utf-8")

    assert receipt.algorithm == "ES256"
    assert verify(receipt.file.content, *named).exit_code == 0
    without = verify(receipt.file.content)
    assert without.exit_code == 2
    assert "its alg is not one of Ed25519" in without.output


def test_what_a_terminal_would_hide_is_not_shown(verify: Callable[..., Result]) -> None:
    def hide(said: dict[str, Any]) -> None:
        criterion(said, "br-2-law")["title"]["en"] = "\x1b[2J\u202eall is well"

    result = verify(signed_again(FILE, hide))

    assert result.exit_code == 2
    assert "\x1b" not in result.output


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"keys":{}}', '{"keys":[{"kty":"OKP"}]}'])
def test_keys_that_are_none_cannot_be_used(
    verify: Callable[..., Result], keys: Path, content: str
) -> None:
    keys.write_text(content, encoding="utf-8")

    result = verify(FILE)

    assert result.exit_code == 2
    assert "jwks.json: is no set of keys" in result.output


@pytest.mark.parametrize(
    "spoil",
    [
        lambda said: said.update(format="tidu-receipt-9"),
        lambda said: said.pop("verdict"),
        lambda said: said.update(verdict=[]),
        lambda said: said.update(note="also"),
        lambda said: said["verdict"]["criteria"].append({"criterion_id": "x"}),
    ],
    ids=["format", "part-missing", "part-of-another-kind", "part-too-many", "criterion"],
)
def test_a_payload_of_another_form_is_unreadable(
    verify: Callable[..., Result], spoil: Change
) -> None:
    result = verify(signed_again(FILE, spoil))

    assert result.exit_code == 2
    assert "tidu verify: receipt.json: its payload" in result.output


def test_what_is_no_file_or_too_large_is_unreadable(
    verify: Callable[..., Result], tmp_path: Path
) -> None:
    assert CliRunner().invoke(cli, ["verify", str(tmp_path / "nothing.json")]).exit_code == 2
    assert verify(b"{" * (16 * 1024 * 1024 + 1)).exit_code == 2
