from pathlib import Path

import pytest
import yaml

import services.documents
from services.documents.domain.kinds import kind_rules_from
from shared.contracts.documents import DocumentKind

KINDS_FILE = Path(services.documents.__path__[0]) / "data" / "kinds.yaml"


def test_the_file_that_comes_with_the_service_covers_every_kind() -> None:
    rules = kind_rules_from(yaml.safe_load(KINDS_FILE.read_text(encoding="utf-8")))

    assert set(rules) == set(DocumentKind)
    assert not rules[DocumentKind.PRINTED_FORM].is_uploadable


@pytest.mark.parametrize(
    "change",
    [
        {"max_bytes": 0},
        {"max_pages": "10"},
        {"max_pixels": True},
        {"media_types": []},
        {"media_types": "application/pdf"},
        {"max_byte": 1},
    ],
)
def test_a_wrong_setting_is_named(change: dict[str, object]) -> None:
    data = yaml.safe_load(KINDS_FILE.read_text(encoding="utf-8"))
    data["stamped-scan"] |= change

    with pytest.raises(ValueError, match="stamped-scan"):
        kind_rules_from(data)
