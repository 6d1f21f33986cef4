import pytest
from pydantic import ValidationError

from shared.settings import Environment, ServiceSettings

#: Fit for production.
GOOD = {
    "environment": "production",
    "database_url": "postgresql://tidu:secret@db.internal/intake",
    "port": 8001,
    "public_url": "https://tidu.example.gov.cn/intake",
    "issuer_url": "https://id.example.gov.cn",
}


def settings(**changes: object) -> ServiceSettings:
    return ServiceSettings.model_validate({**GOOD, **changes})


def test_good_settings_start_in_production() -> None:
    assert settings().environment is Environment.PRODUCTION


def test_a_refusal_does_not_print_the_values() -> None:
    with pytest.raises(ValidationError) as refusal:
        settings(fail_at="submit-application.before-commit")

    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"database_url": "sqlite:///var/tidu.db"}, "database_url"),
        ({"issuer_url": "http://id.example.gov.cn"}, "issuer_url"),
        ({"issuer_url": "https://127.0.0.1:8004"}, "issuer_url"),
        ({"issuer_url": "https://localhost"}, "issuer_url"),
        ({"public_url": "http://127.0.0.1:8001"}, "public_url"),
        ({"public_url": "http://[::1]:8001"}, "public_url"),
        ({"fail_at": "submit-application.before-commit"}, "fail_at"),
    ],
)
def test_production_refuses_what_is_only_safe_on_a_laptop(
    changes: dict[str, object], named: str
) -> None:
    with pytest.raises(ValidationError, match=named):
        settings(**changes)
    assert settings(**{**changes, "environment": "development"}).is_development


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        settings(
            database_url="sqlite:///x",
            issuer_url="http://x",
            fail_at="a",
            public_url="http://[::1]",
        )

    message = str(refused.value)
    assert all(name in message for name in ("database_url", "issuer_url", "fail_at", "public_url"))


def test_fail_points_are_a_list_of_names() -> None:
    assert settings(environment="development", fail_at=" a, b ,,").fail_points() == ["a", "b"]


@pytest.mark.parametrize("name", ["staging", "test", "prod", "", "PRODUCTION"])
def test_there_are_two_environments(name: str) -> None:
    with pytest.raises(ValidationError):
        settings(environment=name)
