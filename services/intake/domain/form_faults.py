"""What can be wrong with a form: stable codes, and sentences that name the field as the form does.

Codes are public and append-only: front ends match on them. The JSON Schema library finds most faults
(`services.intake.bundles.form_schema`); this page turns them into words and adds what no schema can say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from services.intake.domain.form import MAX_STEP_LENGTH, Path, natural_key, pointable, pointer
from services.intake.domain.form_schema import FieldKind, FormNode
from shared.errors import Fault
from shared.text import Text

#: More than these are not listed: an answer of a million sentences helps nobody.
MAX_FAULTS = 200


class FaultCode(StrEnum):
    REQUIRED = "required"
    TYPE = "type"
    UNKNOWN_FIELD = "unknown-field"
    ENTRY_ID = "entry-id"
    TOO_LONG = "too-long"
    TOO_MANY_ENTRIES = "too-many-entries"
    PATTERN = "pattern"
    ENUM = "enum"
    OUT_OF_RANGE = "out-of-range"
    DATE = "date"
    CREDIT_CODE = "credit-code"
    NOT_DECLARED = "not-declared"
    CONTROL_CHARACTER = "control-character"
    BIDI_OVERRIDE = "bidi-override"
    INVALID_CHARACTER = "invalid-character"
    SUM_DIFFERS = "sum-differs"
    MORE_THAN_WHOLE = "more-than-whole"
    DATE_ORDER = "date-order"
    NOT_TOGETHER = "not-together"
    DIFFERS_FROM_REGISTER = "differs-from-register"
    INDUSTRY_NOT_ELIGIBLE = "industry-not-eligible"
    MORE_FAULTS = "more-faults"


_MESSAGES = {
    FaultCode.REQUIRED: Text(zh="请填写“{field}”。", en="“{field}” must be filled in."),
    FaultCode.TYPE: Text(
        zh="“{field}”的类型不对，应为{expected}。", en="“{field}” must be {expected}."
    ),
    FaultCode.UNKNOWN_FIELD: Text(
        zh="“{field}”中没有名为“{name}”的栏目。", en="“{field}” has no field named “{name}”."
    ),
    FaultCode.ENTRY_ID: Text(
        zh="“{field}”的编号“{name}”不合规：只能用小写字母、数字和连字符，最多40个字符。",
        en="“{name}” cannot be an id in “{field}”: small letters, digits and hyphens, at most 40.",
    ),
    FaultCode.TOO_LONG: Text(
        zh="“{field}”过长，最多{limit}字。",
        en="“{field}” is too long: it may hold at most {limit} characters.",
    ),
    FaultCode.TOO_MANY_ENTRIES: Text(
        zh="“{field}”最多{limit}项。", en="“{field}” may hold at most {limit} entries."
    ),
    FaultCode.PATTERN: Text(zh="“{field}”格式不对，应为{hint}。", en="“{field}” must be {hint}."),
    FaultCode.ENUM: Text(
        zh="“{field}”不在可选项之内。", en="“{field}” is not one of the choices offered."
    ),
    FaultCode.OUT_OF_RANGE: Text(
        zh="“{field}”应在{low}至{high}之间。", en="“{field}” must lie between {low} and {high}."
    ),
    FaultCode.DATE: Text(
        zh="“{field}”不是有效日期，应为{hint}。", en="“{field}” is not a date: write {hint}."
    ),
    FaultCode.CREDIT_CODE: Text(
        zh="“{field}”的校验位不对，请核对。",
        en="The check character of “{field}” does not hold: please compare with the licence.",
    ),
    FaultCode.NOT_DECLARED: Text(
        zh="须承诺“{field}”方可申报。", en="You must declare “{field}” to apply."
    ),
    FaultCode.CONTROL_CHARACTER: Text(
        zh="“{field}”含有不允许的控制字符（{character}）。",
        en="“{field}” holds a control character that is not allowed ({character}).",
    ),
    FaultCode.BIDI_OVERRIDE: Text(
        zh="“{field}”含有改变文字方向的字符（{character}）。",
        en="“{field}” holds a character that changes the direction of text ({character}).",
    ),
    FaultCode.INVALID_CHARACTER: Text(
        zh="“{field}”含有无效字符（{character}）。",
        en="“{field}” holds an invalid character ({character}).",
    ),
    FaultCode.SUM_DIFFERS: Text(
        zh="“{field}”应等于“{others}”之和。", en="“{field}” must be the sum of “{others}”."
    ),
    FaultCode.MORE_THAN_WHOLE: Text(
        zh="“{field}”不能大于“{others}”。", en="“{field}” must not be more than “{others}”."
    ),
    FaultCode.DATE_ORDER: Text(
        zh="“{field}”不能早于“{others}”。", en="“{field}” must not lie before “{others}”."
    ),
    FaultCode.NOT_TOGETHER: Text(
        zh="已填“{others}”时不再填写“{field}”。",
        en="“{field}” must be empty when “{others}” is filled in.",
    ),
    FaultCode.DIFFERS_FROM_REGISTER: Text(
        zh="“{field}”与登记信息不一致。", en="“{field}” differs from what is registered."
    ),
    FaultCode.INDUSTRY_NOT_ELIGIBLE: Text(
        zh="“{field}”的大类（前两位）{division}不在本批次受理的行业之内：{sections}。只核对大类，不核对中类和小类。",
        en="The division {division} of “{field}” (its first two digits) is none of the industries of this round: "
        "{sections}. Only the division is checked, not group and class.",
    ),
    FaultCode.MORE_FAULTS: Text(
        zh="问题过多，仅列出前{limit}项。",
        en="There are more faults; only the first {limit} are listed.",
    ),
}

_KINDS = {
    FieldKind.TEXT: Text(zh="文字", en="a text"),
    FieldKind.INTEGER: Text(zh="整数", en="a whole number"),
    FieldKind.ANSWER: Text(zh="是或否", en="true or false"),
    FieldKind.GROUP: Text(zh="一组栏目", en="an object with fields"),
    FieldKind.LIST: Text(zh="以编号为键的列表", en="an object keyed by ids"),
}
_NO_HINT = Text(zh="规定的格式", en="of the prescribed form")


def fault(
    root: FormNode,
    path: Path,
    code: FaultCode,
    *,
    others: Sequence[FormNode] = (),
    **values: object,
) -> Fault:
    """Word one fault; the field is named with its part, as "工厂 · 关键设备 · 总数". A text is put in in each language."""
    shown = pointable(path)
    node = root.at(shown)
    hint = (node.hint if node else None) or _NO_HINT
    expected = _KINDS[node.kind] if node else _NO_HINT
    message = _MESSAGES[code]
    return Fault(
        pointer=pointer(shown),
        code=code.value,
        message=Text(
            zh=message.zh.format(
                field=_titles(root, shown, "zh"),
                hint=hint.zh,
                expected=expected.zh,
                others="、".join(other.title.zh for other in others),
                **{
                    name: each.zh if isinstance(each, Text) else each
                    for name, each in values.items()
                },
            ),
            en=message.en.format(
                field=_titles(root, shown, "en"),
                hint=hint.en,
                expected=expected.en,
                others=", ".join(other.title.en for other in others),
                **{
                    name: each.en if isinstance(each, Text) else each
                    for name, each in values.items()
                },
            ),
        ),
    )


def unknown_field(root: FormNode, path: Path, name: str) -> Fault:
    """Say that an object holds a field it should not, or a list an entry under a wrong id."""
    node = root.at(path)
    is_list = node is not None and node.kind is FieldKind.LIST
    code = FaultCode.ENTRY_ID if is_list else FaultCode.UNKNOWN_FIELD
    shown = "".join(each if each.isprintable() else "\ufffd" for each in name[:MAX_STEP_LENGTH])
    return replace(fault(root, path, code, name=shown), pointer=pointer(pointable((*path, name))))


def settled(root: FormNode, faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Keep the first fault of each place, in the form's order, and stop at `MAX_FAULTS`.

    A text that is too long often breaks its pattern too; saying so twice only hides the next field.
    """
    kept: dict[str, Fault] = {}
    for each in faults:
        kept.setdefault(each.pointer, each)
    in_order = sorted(kept.values(), key=lambda each: _place(root, each.pointer))
    if len(in_order) <= MAX_FAULTS:
        return tuple(in_order)
    message = _MESSAGES[FaultCode.MORE_FAULTS].fill(limit=MAX_FAULTS)
    rest = Fault(pointer="", code=FaultCode.MORE_FAULTS.value, message=message)
    return (*in_order[:MAX_FAULTS], rest)


def _place(root: FormNode, at: str) -> list[tuple[int, tuple[tuple[int, int, str], ...]]]:
    """Give where a place stands in the form, for sorting."""
    place = []
    node: FormNode | None = root
    for step in at.split("/")[1:]:
        node = node.child(step) if node else None
        place.append((node.order if node else 0, natural_key(step)))
    return place


def _titles(root: FormNode, path: Path, language: str) -> str:
    """Name a place by the titles on the way to it; entries of lists by their ids."""
    titles: list[str] = []
    node: FormNode | None = root
    for step in path:
        is_entry = node is not None and node.kind is FieldKind.LIST
        node = node.child(str(step)) if node else None
        if node is None:
            break
        title = node.title.in_language(language)
        titles.append(f"{title} {step}" if is_entry else title)
    return " · ".join(titles) or root.title.in_language(language)
