"""Says in a sentence what differs between two editions."""

from collections.abc import Mapping, Sequence

from services.scoring.domain.check_words import Value
from shared.text import Text

_PARTS = {
    "edition": Text(zh="版次", en="Edition"),
    "tier": Text(zh="等级", en="Tier"),
    "criterion": Text(zh="条件", en="Criterion"),
    "round": Text(zh="批次", en="Round"),
    "condition": Text(zh="批次附加条件", en="Condition of a round"),
    "element-stage": Text(zh="要素环节", en="Element stage"),
    "scene-guide": Text(zh="场景指引", en="Scene guide"),
    "guide-stage": Text(zh="指引环节", en="Guide stage"),
    "scene": Text(zh="场景", en="Scene"),
    "fact": Text(zh="事实", en="Fact"),
}

_KINDS = {
    "added": Text(zh="新增", en="added"),
    "removed": Text(zh="删除", en="removed"),
    "changed": Text(zh="变更", en="changed"),
    "not-covered": Text(
        zh="两个版次之一（不完整）未涵盖", en="not covered by one of the two, which is partial"
    ),
}

_FIELDS = {
    "title": Text(zh="名称", en="title"),
    "kind": Text(zh="判定方式", en="kind"),
    "threshold": Text(zh="门槛", en="threshold"),
    "check": Text(zh="核验方法", en="check"),
    "only_when": Text(zh="适用条件", en="condition"),
    "requirement": Text(zh="要求", en="requirement"),
    "clause": Text(zh="条款", en="clause"),
    "source": Text(zh="来源", en="source"),
    "certainty": Text(zh="确信程度", en="certainty"),
    "note": Text(zh="说明", en="note"),
    "reasons": Text(zh="说明文字", en="wording"),
    "aim": Text(zh="目标", en="aim"),
    "number": Text(zh="序号", en="number"),
    "element_stage": Text(zh="对应要素环节", en="element stage"),
    "guide_stage": Text(zh="所属环节", en="guide stage"),
    "description": Text(zh="场景说明", en="description"),
    "type": Text(zh="类型", en="type"),
    "unit": Text(zh="单位", en="unit"),
    "comes_from": Text(zh="来处", en="where it comes from"),
    "evidence": Text(zh="佐证材料", en="evidence"),
    "derived": Text(zh="计算方法", en="derivation"),
    "from": Text(zh="所据事实", en="source fact"),
    "document_number": Text(zh="文号", en="document number"),
    "official_url": Text(zh="官方网址", en="official address"),
    "official_read": Text(zh="是否读到官方原文", en="official text read"),
    "list_known": Text(zh="场景清单是否已知", en="list of scenes known"),
    "tiers": Text(zh="开放的等级", en="tiers opened"),
    "partial": Text(zh="是否不完整", en="partial"),
    "status": Text(zh="状态", en="status"),
}

#: Longer values are not repeated in a sentence: they stand beside it.
_LONGEST = 60

_Spoken = tuple[str, Value, Value]


def said_of(
    part: str, kind: str, title: Text, fields: Sequence[_Spoken], tiers: Sequence[Text]
) -> Text:
    """Name what differs, and how, in both languages."""
    changed = fields if kind == "changed" else ()
    return Text(
        zh=_sentence("zh", part, kind, title, changed, tiers),
        en=_sentence("en", part, kind, title, changed, tiers),
    )


def _sentence(
    language: str,
    part: str,
    kind: str,
    title: Text,
    fields: Sequence[_Spoken],
    tiers: Sequence[Text],
) -> str:
    is_chinese = language == "zh"
    named = ("、" if is_chinese else ", ").join(_in(language, one) for one in tiers)
    whose = (f"（{named}）" if is_chinese else f" ({named})") if named else ""
    head, how = _in(language, _PARTS[part]), _in(language, _KINDS[kind])
    said = [_field(language, one) for one in fields]
    if is_chinese:
        return f"{how}{head}“{title.zh}”{whose}" + (f"：{'；'.join(said)}" if said else "") + "。"
    return f"{head} {how}: {title.en}{whose}" + (f"; {'; '.join(said)}" if said else "") + "."


def _field(language: str, one: _Spoken) -> str:
    name, before, after = one
    label = _in(language, _FIELDS[name])
    old, new = _value(language, before), _value(language, after)
    if old is None or new is None:
        return f"{label}有变" if language == "zh" else f"{label} differs"
    return f"{label}由 {old} 改为 {new}" if language == "zh" else f"{label} from {old} to {new}"


def _value(language: str, value: Value) -> str | None:
    """Write a short value; None for one that does not fit a sentence."""
    if value is None:
        return "无" if language == "zh" else "none"
    if isinstance(value, bool):
        yes = ("是", "否") if language == "zh" else ("yes", "no")
        return yes[0] if value else yes[1]
    if isinstance(value, Mapping):
        text = value.get(language) if set(value) == {"zh", "en"} else None
    elif isinstance(value, str | int):
        text = str(value)
    else:
        items = [one for one in value if isinstance(one, str)]
        text = (
            ("、" if language == "zh" else ", ").join(items) if len(items) == len(value) else None
        )
    return text if isinstance(text, str) and 0 < len(text) <= _LONGEST else None


def _in(language: str, text: Text) -> str:
    return text.zh if language == "zh" else text.en
