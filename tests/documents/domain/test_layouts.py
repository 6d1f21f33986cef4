from typing import Any

import pytest
import yaml

from services.documents.domain.layouts import layouts_from
from shared.contracts.printing import PrintLayout
from tests.documents.printing.layouts import LAYOUTS_FILE, shipped_layouts


def test_the_file_that_comes_with_the_service_covers_every_layout() -> None:
    layouts = shipped_layouts()

    assert set(layouts) == set(PrintLayout)
    assert {layout.page_code.side_mm for layout in layouts.values()} == {30}


@pytest.mark.parametrize(
    "change",
    [
        {"template": "../form.typ"},
        {"template": "form.txt"},
        {"is_official": "no"},
        {"words": {"sample": "示例格式"}},
        {"words": []},
        {"page_code": {"side_mm": 5, "quiet_modules": 4, "error_correction": "Q"}},
        {"page_code": {"side_mm": 30, "quiet_modules": 1, "error_correction": "Q"}},
        {"page_code": {"side_mm": 30, "quiet_modules": 4, "error_correction": "X"}},
        {"is_oficial": True},
    ],
)
def test_a_wrong_setting_is_named(change: dict[str, Any]) -> None:
    data = yaml.safe_load(LAYOUTS_FILE.read_text(encoding="utf-8"))
    data["summary-table"] |= change

    with pytest.raises(ValueError, match="summary-table"):
        layouts_from(data)
