"""ETag and If-Match (RFC 9110 §8.8, §13.1): no update is lost to another one.

A resource carries a version number that grows with every change; its strong ETag is that number in quotes.
"""

from typing import Annotated

from fastapi import Depends, Header, Response

from shared.errors import Malformed, PreconditionMissing, StaleVersion
from shared.text import Text


class MissingIfMatch(PreconditionMissing):
    code = "if-match-missing"
    title = Text(zh="修改必须说明所依据的版本", en="A change must say which version it was made on")
    remedy = Text(
        zh="先读取资源，将其 ETag 放入 If-Match 请求头后重试",
        en="Read the resource and send its ETag in the If-Match header",
    )


class MalformedIfMatch(Malformed):
    code = "if-match-malformed"
    title = Text(zh="If-Match 请求头无法识别", en="The If-Match header cannot be read")
    remedy = Text(
        zh='原样发送读取时得到的 ETag，例如 If-Match: "7"',
        en='Send the ETag exactly as it was read, for example If-Match: "7"',
    )


class StaleETag(StaleVersion):
    code = "stale-version"
    title = Text(
        zh="资源已被他人修改，您的版本已过时", en="Somebody changed this resource after you read it"
    )
    remedy = Text(
        zh="重新读取资源，核对差异后再提交",
        en="Read the resource again, compare, then send the change",
    )


def etag_of(version: int) -> str:
    """Write a version number as a strong ETag."""
    return f'"{version}"'


def set_etag(response: Response, version: int) -> None:
    """Put the version of the answered resource into the answer's headers."""
    response.headers["ETag"] = etag_of(version)


IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="读取时得到的 ETag · the ETag of the version that you changed",
        examples=['"7"'],
    ),
]


async def _expected_versions(if_match: IfMatch = None) -> frozenset[int]:
    if if_match is None:
        raise MissingIfMatch
    return _versions_in(if_match)


async def _versions_if_given(if_match: IfMatch = None) -> frozenset[int] | None:
    return None if if_match is None else _versions_in(if_match)


def _versions_in(if_match: str) -> frozenset[int]:
    versions = set()
    for tag in if_match.split(","):
        number = tag.strip()
        if not (number.startswith('"') and number.endswith('"') and number[1:-1].isascii()):
            raise MalformedIfMatch
        if number[1:-1].isdigit() and len(number) <= 20:  # noqa: PLR2004 - no version is longer
            versions.add(int(number[1:-1]))
    return frozenset(versions)


#: The versions that a change accepts, from If-Match; an unknown tag simply matches nothing.
ExpectedVersions = Annotated[frozenset[int], Depends(_expected_versions)]

#: The same for what is made and changed in one operation: making it needs no If-Match, which is None then.
VersionsIfGiven = Annotated[frozenset[int] | None, Depends(_versions_if_given)]


def require_version(current: int, expected: frozenset[int]) -> None:
    """Raise StaleETag unless the resource still stands at an expected version."""
    if current not in expected:
        raise StaleETag(
            Text(
                zh=f"当前版本是 {etag_of(current)}",
                en=f"The version that stands is {etag_of(current)}",
            )
        )


def require_version_of_change(current: int, expected: frozenset[int] | None) -> None:
    """Do the same where version 0 stands for what is not made yet; raise MissingIfMatch for a change without."""
    if expected is not None:
        require_version(current, expected)
    elif current:
        raise MissingIfMatch
