from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from services.documents.settings import DEVELOPMENT_SECRET, DocumentsSettings
from shared.settings import Environment

PRODUCTION: dict[str, Any] = {
    "environment": Environment.PRODUCTION,
    "database_url": "postgresql://tidu:x@db/documents",
    "public_url": "https://documents.example.gov.cn",
    "issuer_url": "https://login.example.gov.cn",
    "ticket_secret": SecretStr("s" * 32),
    "store_secret_key": SecretStr("k" * 20),
}


def test_production_starts_with_settings_of_its_own() -> None:
    assert not DocumentsSettings(_env_file=None, **PRODUCTION).is_development


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ticket_secret", SecretStr(DEVELOPMENT_SECRET)),
        ("ticket_secret", SecretStr("short")),
        ("store_secret_key", SecretStr(DEVELOPMENT_SECRET)),
    ],
)
def test_production_refuses_what_is_only_good_for_a_laptop(name: str, value: SecretStr) -> None:
    with pytest.raises(ValidationError, match=name):
        DocumentsSettings(_env_file=None, **(PRODUCTION | {name: value}))


def test_secrets_are_never_shown() -> None:
    settings = DocumentsSettings(_env_file=None, **PRODUCTION)

    assert "s" * 32 not in repr(settings)
