"""What a refusal must be: the same fact in both languages, and nothing written."""

import re
from collections.abc import Callable, Mapping

from shared.errors import TiduError
from shared.problem import status_of
from tests.harness.api import Answer

CHINESE = re.compile(r"[\u3400-\u9fff]")

#: Sends a request with more headers than it would have by itself.
Request = Callable[[Mapping[str, str]], Answer]


def refused(request: Request, error: type[TiduError]) -> Answer:
    """Send a request that must be refused, once in each language; give the Chinese answer.

    Sending it twice is harmless, because a refusal has no effect.
    """
    chinese, english = request({}), request({"Accept-Language": "en-GB,en;q=0.9"})
    for answer, language in ((chinese, "zh-CN"), (english, "en")):
        problem = answer.refused(int(status_of(error)), error.code)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == language
        assert problem["title"] == error.title.in_language(language)
        assert problem["remedy"] == error.remedy.in_language(language)
        for said in (problem["detail"], *(fault["detail"] for fault in problem["errors"])):
            assert language == "en" or CHINESE.search(said), said
    assert chinese.faults == english.faults
    assert chinese.body["detail"] != english.body["detail"]
    return chinese
