import json

import pytest

from shared.errors import TiduError
from shared.request_errors import InvalidRequest, MalformedJson
from shared.strict_json import MAX_DEPTH, has_hidden_characters, strict_loads


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"nonsense",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1e400}',
        b'{"a": -1e400}',
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 1}}',
        b'\xff\xfe{"a": 1}',
        b'{"a": "\xc3"}',
        b'{"a": 1} trailing',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2),
        b"1" * 5000,
    ],
    ids=lambda body: f"{body[:30]!r}-{len(body)}",
)
def test_what_is_no_json_for_every_reader_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedJson):
        strict_loads(body)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b'{"name": "a\\u0000b"}', "/name"),
        (b'{"name": "\\u202egnp.exe"}', "/name"),
        (b'{"list": ["ok", "\\u2066x"]}', "/list/1"),
        (b'{"a/b": {"c~d": "\\u0007"}}', "/a~1b/c~0d"),
        (b'{"name": "\\ud800"}', "/name"),
        (b'{"\\u0000": 1}', ""),
        (b'"\\u009f"', ""),
    ],
)
def test_characters_that_a_reader_cannot_see_are_named_by_place(body: bytes, pointer: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        strict_loads(body)

    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [
        (pointer, "control-character")
    ]


@pytest.mark.parametrize(
    "text", ["天津市", "a b", "line\nline\ttab\r\n", "emoji 😀", "㐂𠮷锜①", "ZWJ a\u200db", "", " "]
)
def test_ordinary_text_of_any_script_passes(text: str) -> None:
    body = json.dumps({"text": text}).encode()

    assert strict_loads(body) == {"text": text}
    assert not has_hidden_characters(text)


def test_all_hidden_characters_are_named_at_once_up_to_a_bound() -> None:
    body = json.dumps(["\u202e"] * 500).encode()

    with pytest.raises(InvalidRequest) as refused:
        strict_loads(body)

    assert len(refused.value.faults) == 50


def test_a_long_text_is_read_in_passing() -> None:
    assert strict_loads(json.dumps("长" * 1_000_000).encode()) == "长" * 1_000_000


def test_only_errors_of_ours_are_raised() -> None:
    for body in (b"\x00", b"\xef\xbb\xbf{}", b"[1,]", b"'a'", b"0x10"):
        with pytest.raises(TiduError):
            strict_loads(body)
