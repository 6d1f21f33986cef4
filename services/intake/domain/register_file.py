"""A list of recognised factories as CSV: every fault of every row at once, or the rows."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.intake.domain.credit_code import normalised_credit_code
from services.intake.domain.register import RecognisedBy, RegisterRow
from services.intake.domain.register_errors import RegisterFileFaulty
from services.intake.domain.tiers import Tier
from shared.errors import Fault
from shared.text import Text

MAX_ROWS = 5000
#: Faults told at once; a file with more is not mended line by line.
MAX_FAULTS = 500
_LONGEST = 200

_REQUIRED = ("tier", "recognised_by", "batch", "enterprise_name")

_MESSAGES = {
    "encoding": Text(zh="既不是 UTF-8 也不是 GB18030 编码", en="is neither UTF-8 nor GB18030"),
    "empty": Text(zh="没有数据行", en="has no rows"),
    "too-many-rows": Text(zh=f"超过 {MAX_ROWS} 行", en=f"has more than {MAX_ROWS} rows"),
    "unknown-column": Text(zh="不认识的列名", en="is no column of a register"),
    "missing-column": Text(zh="缺少这一列", en="is missing"),
    "repeated-column": Text(zh="列名重复", en="stands twice in the header"),
    "ragged": Text(zh="列数与表头不符", en="has not as many cells as the header"),
    "quotes": Text(zh="引号不配对", en="has quotes that do not close"),
    "required": Text(zh="不能为空", en="must not be empty"),
    "too-long": Text(zh=f"超过 {_LONGEST} 个字", en=f"has more than {_LONGEST} characters"),
    "control-character": Text(zh="含有不可见的控制字符", en="contains hidden characters"),
    "tier": Text(zh="不是四个级别之一", en="is none of the four tiers"),
    "recognised-by": Text(zh="应为市级或国家", en="must be city or ministry"),
    "check-digit": Text(zh="统一社会信用代码校验不通过", en="is no valid credit code"),
    "unit": Text(zh="没有这个推荐单位代码", en="is no unit's code"),
    "repeated": Text(zh="与前面的行重复", en="repeats a row above"),
}


@dataclass(frozen=True, kw_only=True)
class RegisterColumns:
    """The header's words for each column, and the cells' words for tiers and publishers; data, not code."""

    columns: Mapping[str, str]
    tiers: Mapping[str, Tier]
    publishers: Mapping[str, RecognisedBy]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What rows are checked against."""

    words: RegisterColumns
    is_unit: Callable[[str], bool]
    is_credit_code: Callable[[str], bool]
    has_hidden_characters: Callable[[str], bool]


def read_register_file(content: bytes, known: Known) -> list[RegisterRow]:
    """Read a file; raise RegisterFileFaulty with everything that is wrong in it."""
    lines = _lines_of(_text_of(content))
    header, *body = lines or [(1, [])]
    columns, faults = _columns_of(header[1], known.words)
    if not body:
        faults.append(_fault("", "empty"))
    if len(body) > MAX_ROWS:
        faults.append(_fault("", "too-many-rows"))
    if faults:
        raise RegisterFileFaulty(faults=faults)
    rows: dict[str, RegisterRow] = {}
    for number, cells in body:
        row, wrong = _row_of(number, columns, cells, known)
        if row is not None and row.entry_id in rows:
            wrong = [_fault(f"/rows/{number}", "repeated")]
        faults += wrong
        if row is not None:
            rows.setdefault(row.entry_id, row)
    if faults:
        raise RegisterFileFaulty(faults=faults[:MAX_FAULTS])
    return list(rows.values())


def _text_of(content: bytes) -> str:
    """Decode what spreadsheet programs write: UTF-8, with or without its mark, or China's GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RegisterFileFaulty(faults=[_fault("", "encoding")])


def _lines_of(text: str) -> list[tuple[int, list[str]]]:
    """Split into lines of cells, each with its line number; blank lines are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise RegisterFileFaulty(faults=[_fault(f"/rows/{reader.line_num}", "quotes")]) from error
    return [(number, cells) for number, cells in lines if any(cells)]


def _columns_of(header: Sequence[str], words: RegisterColumns) -> tuple[list[str], list[Fault]]:
    named = [words.columns.get(cell, "") for cell in header]
    faults = [
        _fault(f"/header/{place}", "unknown-column") for place, name in enumerate(named) if not name
    ]
    faults += [
        _fault(f"/header/{place}", "repeated-column")
        for place, name in enumerate(named)
        if name and name in named[:place]
    ]
    faults += [
        _fault(f"/header/{name}", "missing-column") for name in _REQUIRED if name not in named
    ]
    return named, faults


def _row_of(
    number: int, columns: Sequence[str], cells: Sequence[str], known: Known
) -> tuple[RegisterRow | None, list[Fault]]:
    if len(cells) != len(columns):
        return None, [_fault(f"/rows/{number}", "ragged")]
    typed = dict(zip(columns, cells, strict=True))
    faults = [_fault(f"/rows/{number}/{name}", code) for name, code in _faults_in(typed, known)]
    if faults:
        return None, faults
    credit_code = typed.get("credit_code")
    row = RegisterRow(
        tier=known.words.tiers[typed["tier"]],
        recognised_by=known.words.publishers[typed["recognised_by"]],
        batch=typed["batch"],
        enterprise_name=typed["enterprise_name"],
        credit_code=normalised_credit_code(credit_code) if credit_code else None,
        factory_name=typed.get("factory_name") or None,
        unit_code=typed.get("unit_code") or None,
    )
    return row, []


def _faults_in(typed: Mapping[str, str], known: Known) -> Iterator[tuple[str, str]]:
    for name, cell in typed.items():
        if known.has_hidden_characters(cell):
            yield name, "control-character"
        elif len(cell) > _LONGEST:
            yield name, "too-long"
        elif not cell and name in _REQUIRED:
            yield name, "required"
        elif cell and (code := _fault_of(name, cell, known)):
            yield name, code


def _fault_of(name: str, cell: str, known: Known) -> str | None:
    wrong = {
        "tier": ("tier", cell not in known.words.tiers),
        "recognised_by": ("recognised-by", cell not in known.words.publishers),
        "unit_code": ("unit", not known.is_unit(cell)),
        "credit_code": (
            "check-digit",
            name == "credit_code" and not known.is_credit_code(normalised_credit_code(cell)),
        ),
    }
    code, is_wrong = wrong.get(name, ("", False))
    return code if is_wrong else None


def _fault(pointer: str, code: str) -> Fault:
    return Fault(pointer=pointer, code=code, message=_MESSAGES[code])
