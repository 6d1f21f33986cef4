"""Words for what Pydantic finds wrong, in both languages; its own English never reaches a caller."""

from collections.abc import Mapping, Sequence

from shared.errors import Fault
from shared.text import Text

#: Pydantic's error types → our fault code and sentence; ``{limit}`` and the like come from its context.
_SENTENCES: dict[str, tuple[str, Text]] = {
    "missing": ("required", Text(zh="必填", en="is required")),
    "extra_forbidden": ("unknown-field", Text(zh="没有这个字段", en="is not a field of this request")),
    "string_type": ("type", Text(zh="应为文本", en="must be text")),
    "int_type": ("type", Text(zh="应为整数", en="must be an integer")),
    "int_parsing": ("type", Text(zh="应为整数", en="must be an integer")),
    "int_from_float": ("type", Text(zh="应为整数", en="must be an integer")),
    "bool_type": ("type", Text(zh="应为 true 或 false", en="must be true or false")),
    "bool_parsing": ("type", Text(zh="应为 true 或 false", en="must be true or false")),
    "dict_type": ("type", Text(zh="应为对象", en="must be an object")),
    "model_type": ("type", Text(zh="应为对象", en="must be an object")),
    "model_attributes_type": ("type", Text(zh="应为 JSON 对象", en="must be a JSON object")),
    "list_type": ("type", Text(zh="应为列表", en="must be a list")),
    "decimal_type": ("type", Text(zh="应为十进制数文本", en="must be a decimal written as text")),
    "decimal_parsing": ("type", Text(zh="应为十进制数文本", en="must be a decimal written as text")),
    "uuid_parsing": ("format", Text(zh="应为 UUID", en="must be a UUID")),
    "uuid_type": ("format", Text(zh="应为 UUID", en="must be a UUID")),
    "enum": ("enum", Text(zh="不是允许的取值", en="is not one of the allowed values")),
    "literal_error": ("enum", Text(zh="不是允许的取值", en="is not one of the allowed values")),
    "string_too_short": ("too-short", Text(zh="至少 {min_length} 个字符", en="needs at least {min_length} characters")),
    "string_too_long": ("too-long", Text(zh="至多 {max_length} 个字符", en="may have {max_length} characters at most")),
    "too_short": ("too-few", Text(zh="至少 {min_length} 项", en="needs at least {min_length} entries")),
    "too_long": ("too-many", Text(zh="至多 {max_length} 项", en="may have {max_length} entries at most")),
    "string_pattern_mismatch": ("pattern", Text(zh="格式不符合要求", en="does not have the expected form")),
    "greater_than_equal": ("out-of-range", Text(zh="不得小于 {ge}", en="must be {ge} or more")),
    "less_than_equal": ("out-of-range", Text(zh="不得大于 {le}", en="must be {le} or less")),
    "greater_than": ("out-of-range", Text(zh="应大于 {gt}", en="must be more than {gt}")),
    "less_than": ("out-of-range", Text(zh="应小于 {lt}", en="must be less than {lt}")),
    "finite_number": ("type", Text(zh="应为有限数值", en="must be a finite number")),
    "date_type": ("format", Text(zh="应为日期，如 2025-07-18", en="must be a date such as 2025-07-18")),
    "date_parsing": ("format", Text(zh="应为日期，如 2025-07-18", en="must be a date such as 2025-07-18")),
    "date_from_datetime_parsing": ("format", Text(zh="应为日期，如 2025-07-18", en="must be a date such as 2025-07-18")),
    "date_from_datetime_inexact": ("format", Text(zh="应为日期，如 2025-07-18", en="must be a date such as 2025-07-18")),
    "datetime_type": ("format", Text(zh="应为带时区的时间", en="must be a time with its zone")),
    "datetime_parsing": ("format", Text(zh="应为带时区的时间", en="must be a time with its zone")),
    "datetime_from_date_parsing": ("format", Text(zh="应为带时区的时间", en="must be a time with its zone")),
    "timezone_aware": ("time-zone-missing", Text(zh="时间必须带时区，如 2025-07-18T24:00:00+08:00", en="the time needs its zone, such as +08:00")),
    "json_invalid": ("malformed", Text(zh="不是有效的 JSON", en="is not valid JSON")),
}  # fmt: skip

_OTHERWISE = ("invalid", Text(zh="取值无效", en="is not valid"))

_SOURCES = {"query": "query", "path": "path", "header": "header", "cookie": "cookie"}


def faults_of(errors: Sequence[Mapping[str, object]]) -> list[Fault]:
    """Turn Pydantic's error list into faults with JSON Pointers."""
    return [_fault_of(error) for error in errors]


def escape_pointer(token: str) -> str:
    """Escape one reference token of a JSON Pointer (RFC 6901 §3)."""
    return token.replace("~", "~0").replace("/", "~1")


def _fault_of(error: Mapping[str, object]) -> Fault:
    context = error.get("ctx")
    values = dict(context) if isinstance(context, Mapping) else {}
    code, sentence = _SENTENCES.get(str(error["type"]), _OTHERWISE)
    # A validator of ours may raise PydanticCustomError with its own code and both sentences.
    if isinstance(values.get("zh"), str) and isinstance(values.get("en"), str):
        code, sentence = str(error["type"]), Text(zh=values["zh"], en=values["en"])
        values = {}
    location = error.get("loc")
    pointer = _pointer_of(location if isinstance(location, tuple | list) else ())
    return Fault(
        pointer=pointer, code=code, message=sentence.fill(**values) if values else sentence
    )


def _pointer_of(location: Sequence[object]) -> str:
    if not location:
        return ""
    source, *rest = location
    if source in _SOURCES:
        return f"{source}:{'.'.join(str(part) for part in rest)}"
    return "".join(f"/{escape_pointer(str(part))}" for part in rest)
