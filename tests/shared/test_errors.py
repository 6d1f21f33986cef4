import importlib
import re

import pytest

from shared import errors
from shared.errors import REGISTRY, Fault, NotFound, TiduError
from shared.problem import problem_json, status_of
from shared.request_errors import InvalidRequest
from shared.text import Text

#: Loaded for the errors that they register.
for service in ("intake", "scoring", "documents"):
    importlib.import_module(f"services.{service}.domain.errors")

KINDS = {
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.StaleVersion: 412,
    errors.Invalid: 422,
    errors.Malformed: 400,
    errors.PreconditionMissing: 428,
    errors.BodyTooLarge: 413,
    errors.UnsupportedMediaType: 415,
    errors.RangeNotSatisfiable: 416,
    errors.Forbidden: 403,
    errors.Unauthenticated: 401,
    errors.Unavailable: 503,
}

PRODUCT = sorted(
    code for code, error in REGISTRY.items() if not error.__module__.startswith("tests")
)


@pytest.mark.parametrize(("kind", "status"), KINDS.items(), ids=str)
def test_each_kind_has_its_status(kind: type[TiduError], status: int) -> None:
    assert status_of(kind) == status


@pytest.mark.parametrize("code", PRODUCT)
def test_an_error_is_a_fact_with_a_code_and_words_in_both_languages(code: str) -> None:
    error = REGISTRY[code]

    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", code)
    assert 400 <= status_of(error) <= 503
    for text in (error.title, error.remedy):
        assert re.search(r"[\u4e00-\u9fff]", text.zh), text.zh
        assert re.search(r"[a-z]{3}", text.en), text.en


def test_a_code_is_taken_once() -> None:
    with pytest.raises(TypeError, match="invalid-request"):
        type(
            "Impostor",
            (NotFound,),
            {
                "code": "invalid-request",
                "title": InvalidRequest.title,
                "remedy": InvalidRequest.remedy,
            },
        )


def test_a_problem_carries_every_fault_in_the_language_asked_for() -> None:
    fault = Fault(pointer="/name", code="required", message=Text(zh="必填", en="is required"))
    error = InvalidRequest(faults=[fault])

    chinese = problem_json(error, language="zh-CN", request_id="r-1")
    english = problem_json(error, language="en", request_id="r-1")

    assert chinese["errors"] == [{"pointer": "/name", "code": "required", "detail": "必填"}]
    assert english["errors"] == [{"pointer": "/name", "code": "required", "detail": "is required"}]
    assert (chinese["status"], chinese["code"]) == (422, "invalid-request")
    assert chinese["title"] != english["title"]
    assert chinese["request_id"] == "r-1"
