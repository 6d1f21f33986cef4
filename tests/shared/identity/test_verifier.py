"""Tokens: what is believed, and the ways in which people have been fooled by them."""

import base64
import hmac
import json
from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from shared.identity.development_issuer import MARK
from shared.identity.principal import Principal, Role
from shared.identity.verifier import (
    KEYS_LIVE,
    MOST_REMEMBERED,
    REFETCH_PAUSE,
    DevelopmentIssuerRefused,
)
from shared.request_errors import IdentityProviderUnavailable, TokenRefused
from tests.harness.loop_thread import LoopThread
from tests.harness.reached import LEDGER
from tests.shared.identity.fake_issuer import AUDIENCE, NOW, URL, FakeIssuer


def b64(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def accepts(loop: LoopThread, issuer: FakeIssuer, token: str) -> Principal:
    return loop.run(issuer.verifier().verify(token))


def refuses(loop: LoopThread, issuer: FakeIssuer, token: str) -> None:
    with pytest.raises(TokenRefused):
        loop.run(issuer.verifier().verify(token))


def test_a_good_token_is_a_principal(loop: LoopThread) -> None:
    issuer = FakeIssuer()

    principal = accepts(loop, issuer, issuer.sign())

    assert principal == Principal(subject="someone", role=Role.DISTRICT_OFFICER, unit="120116")


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_an_issuer_may_sign_with_rsa(loop: LoopThread, algorithm: str) -> None:
    issuer = FakeIssuer()
    issuer.key = RSAKey.generate_key(2048, auto_kid=True)
    issuer.published = [issuer.key]

    assert accepts(loop, issuer, issuer.sign(algorithm)).subject == "someone"


def test_an_audience_may_be_one_of_several(loop: LoopThread) -> None:
    issuer = FakeIssuer()

    assert accepts(loop, issuer, issuer.sign(aud=["other", AUDIENCE])).subject == "someone"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"iss": f"{URL}.evil.example"},
        {"iss": None},
        {"aud": "another-system"},
        {"aud": ["another-system"]},
        {"aud": []},
        {"aud": None},
        {"sub": None},
        {"sub": ["someone"]},
        {"role": "mayor"},
        {"role": None},
        {"role": ["city-officer"]},
        {"unit": 120116},
        {"enterprise": ["91120116MA05XXXX0A"]},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": int((NOW - timedelta(minutes=1)).timestamp())},
        {"nbf": int((NOW + timedelta(minutes=1)).timestamp())},
        {"iat": int((NOW + timedelta(minutes=1)).timestamp())},
    ],
    ids=str,
)
def test_a_signed_token_with_wrong_claims_is_refused(
    loop: LoopThread, changes: dict[str, object]
) -> None:
    issuer = FakeIssuer()

    refuses(loop, issuer, issuer.sign("ES256", **changes))


@pytest.mark.parametrize("late_by_s", [0, 20])
def test_clocks_may_differ_a_little(loop: LoopThread, late_by_s: int) -> None:
    issuer = FakeIssuer()

    assert accepts(loop, issuer, issuer.sign(exp=int(NOW.timestamp()) - late_by_s)).subject


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", ""])
def test_a_token_without_signature_is_refused(loop: LoopThread, algorithm: str) -> None:
    issuer = FakeIssuer()
    header = {"alg": algorithm, "kid": issuer.key.kid}

    for signature in ("", b64(b"x")):
        refuses(loop, issuer, f"{b64(header)}.{b64(issuer.claims())}.{signature}")


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_a_public_key_is_never_taken_for_a_shared_secret(loop: LoopThread, algorithm: str) -> None:
    issuer = FakeIssuer()
    issuer.key = RSAKey.generate_key(2048, auto_kid=True)
    issuer.published = [issuer.key]
    header = {"alg": algorithm, "kid": issuer.key.kid}

    signed = f"{b64(header)}.{b64(issuer.claims())}"
    # By hand: no honest library signs with a public key.
    for secret in (
        issuer.key.as_pem(private=False),
        json.dumps(issuer.key.as_dict(private=False)).encode(),
    ):
        digest = hmac.new(secret, signed.encode(), f"sha{algorithm[2:]}").digest()
        refuses(loop, issuer, f"{signed}.{b64(digest)}")


def test_a_key_inside_the_token_is_not_believed(loop: LoopThread) -> None:
    issuer = FakeIssuer()
    own = ECKey.generate_key("P-256")
    embedded = own.as_dict(private=False)

    for header in (
        {"alg": "ES256", "kid": issuer.key.kid, "jwk": embedded},
        {"alg": "ES256", "kid": issuer.key.kid, "jku": "https://evil.example/jwks"},
        {"alg": "ES256", "kid": issuer.key.kid},
    ):
        refuses(loop, issuer, jwt.encode(header, issuer.claims(), own))


# The library warns of the old name of Ed25519; issuers still use it.
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated:joserfc.errors.SecurityWarning")
def test_an_algorithm_that_does_not_fit_the_key_is_refused(loop: LoopThread) -> None:
    issuer = FakeIssuer()
    header, claims, signature = issuer.sign().split(".")
    assert header

    for algorithm in ("RS256", "ES384", "EdDSA"):
        other = b64({"alg": algorithm, "kid": issuer.key.kid})
        refuses(loop, issuer, f"{other}.{claims}.{signature}")


def test_changed_claims_are_refused(loop: LoopThread) -> None:
    issuer = FakeIssuer()
    header, _, signature = issuer.sign().split(".")

    refuses(loop, issuer, f"{header}.{b64(issuer.claims(role='city-officer'))}.{signature}")


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "a.b.c",
        "eyJhbGciOiJFUzI1NiJ9..",
        "é.é.é",
        "x" * 10_000,
        f"{b64([1])}.e30.e30",
        f"{b64({'alg': 'ES256', 'kid': 7})}.e30.e30",
    ],
)
def test_what_is_no_token_is_refused_without_asking_the_issuer(
    loop: LoopThread, token: str
) -> None:
    issuer = FakeIssuer()

    refuses(loop, issuer, token)

    assert issuer.fetches == 0


def test_a_rotated_key_is_found_without_a_restart(loop: LoopThread) -> None:
    issuer = FakeIssuer()
    verifier = issuer.verifier()
    old = issuer.sign()
    loop.run(verifier.verify(old))

    issuer.rotate()
    issuer.now += REFETCH_PAUSE + timedelta(seconds=1)

    assert loop.run(verifier.verify(issuer.sign())).subject
    assert loop.run(verifier.verify(old)).subject


def test_a_key_that_was_withdrawn_is_refused_once_the_keys_are_old(loop: LoopThread) -> None:
    issuer = FakeIssuer()
    verifier = issuer.verifier()
    token = issuer.sign(exp=int((NOW + timedelta(hours=1)).timestamp()))
    loop.run(verifier.verify(token))

    issuer.rotate()
    issuer.published = issuer.published[-1:]
    issuer.now += KEYS_LIVE + timedelta(seconds=1)

    with pytest.raises(TokenRefused):
        loop.run(verifier.verify(token))


def test_a_token_that_was_seen_before_expires_all_the_same(loop: LoopThread) -> None:
    issuer = FakeIssuer()
    verifier = issuer.verifier()
    token = issuer.sign(exp=int((NOW + timedelta(minutes=1)).timestamp()))
    loop.run(verifier.verify(token))

    issuer.now += timedelta(minutes=2)

    with pytest.raises(TokenRefused):
        loop.run(verifier.verify(token))


def test_a_token_that_was_seen_before_vouches_for_no_other(loop: LoopThread) -> None:
    issuer = FakeIssuer()
    verifier = issuer.verifier()
    token = issuer.sign()
    loop.run(verifier.verify(token))

    head, _, signature = token.split(".")
    claims = b64({**issuer.claims(), "role": "city-officer"})

    with pytest.raises(TokenRefused):
        loop.run(verifier.verify(f"{head}.{claims}.{signature}"))


def test_no_more_tokens_are_remembered_than_fit(loop: LoopThread) -> None:
    issuer = FakeIssuer()
    verifier = issuer.verifier()

    async def verify_many() -> None:
        for number in range(MOST_REMEMBERED + 20):
            await verifier.verify(issuer.sign(jti=str(number)))

    loop.run(verify_many())

    assert len(verifier._signed) == MOST_REMEMBERED


def test_a_flood_of_invented_key_ids_is_no_flood_on_the_issuer(loop: LoopThread) -> None:
    issuer = FakeIssuer()
    verifier = issuer.verifier()
    loop.run(verifier.verify(issuer.sign()))
    before = issuer.fetches

    for number in range(50):
        key = ECKey.generate_key("P-256")
        forged = jwt.encode({"alg": "ES256", "kid": f"k{number}"}, issuer.claims(), key)
        with pytest.raises(TokenRefused):
            loop.run(verifier.verify(forged))

    assert issuer.fetches == before


def test_keys_at_hand_stay_good_while_the_issuer_is_away(loop: LoopThread) -> None:
    issuer = FakeIssuer()
    verifier = issuer.verifier()
    loop.run(verifier.verify(issuer.sign()))

    issuer.is_down = True
    issuer.now += KEYS_LIVE + timedelta(minutes=1)

    assert loop.run(verifier.verify(issuer.sign())).subject


def test_an_issuer_that_was_never_reached_is_unavailable(loop: LoopThread) -> None:
    issuer = FakeIssuer()
    issuer.is_down = True

    with pytest.raises(IdentityProviderUnavailable):
        loop.run(issuer.verifier().verify(issuer.sign()))
    LEDGER.reach("error code", IdentityProviderUnavailable.code)


def test_an_issuer_that_calls_itself_by_another_name_is_not_believed(loop: LoopThread) -> None:
    issuer = FakeIssuer()
    issuer.discovery["issuer"] = "https://evil.example"

    with pytest.raises(IdentityProviderUnavailable):
        loop.run(issuer.verifier().verify(issuer.sign()))


@pytest.mark.parametrize("discovery", [{}, {"issuer": URL}, {"issuer": URL, "jwks_uri": ""}])
def test_an_issuer_that_answers_nonsense_is_unavailable(
    loop: LoopThread, discovery: dict[str, object]
) -> None:
    issuer = FakeIssuer()
    issuer.discovery = discovery

    with pytest.raises(IdentityProviderUnavailable):
        loop.run(issuer.verifier().verify(issuer.sign()))


def test_a_service_outside_development_refuses_the_development_issuer(loop: LoopThread) -> None:
    issuer = FakeIssuer()
    issuer.discovery[MARK] = True

    with pytest.raises(DevelopmentIssuerRefused):
        loop.run(issuer.verifier().ensure_keys())
    lenient = issuer.verifier(accept_development_issuer=True)
    assert loop.run(lenient.verify(issuer.sign())).subject
