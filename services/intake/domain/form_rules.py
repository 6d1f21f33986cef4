"""What no schema can say of a form: sums, parts and wholes, the order of days, the register.

The rules are data of the form (`GroupRule`); here is only what each kind of rule means.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from services.intake.domain.applications import Enterprise, Factory
from services.intake.domain.form import Form, Json, Path, text_at, value_at
from services.intake.domain.form_faults import FaultCode, fault
from services.intake.domain.form_schema import FieldKind, FormNode, GroupRule, RuleKind
from shared.errors import Fault

#: A rule that is broken: the field at fault, what is wrong, and the fields it is wrong against.
_Broken = tuple[str, FaultCode, tuple[str, ...]]


def rule_faults(root: FormNode, form: Form) -> Iterator[Fault]:
    """Check every rule whose fields are filled; what is missing is another's to report."""
    yield from _faults_below(root, root, form, ())


def register_faults(
    root: FormNode, form: Form, *, enterprise: Enterprise | None, factory: Factory | None
) -> Iterator[Fault]:
    """Compare what the form repeats with what our register holds of enterprise and factory."""
    registered: dict[tuple[str, str], str] = {}
    if enterprise is not None:
        registered["applicant", "enterprise_name"] = enterprise.name
        registered["applicant", "credit_code"] = enterprise.credit_code
        registered["applicant", "legal_form"] = "branch" if enterprise.is_branch else "legal-person"
    if factory is not None:
        registered["factory", "name"] = factory.name
    for path, value in registered.items():
        typed = text_at(form, *path)
        if typed is not None and typed.strip() != value:
            yield fault(root, path, FaultCode.DIFFERS_FROM_REGISTER)


def _faults_below(root: FormNode, node: FormNode, value: Json, path: Path) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        return
    for rule in node.rules:
        for name, code, others in _broken(rule, value):
            described = [each for each in map(node.child, others) if each is not None]
            yield fault(root, (*path, name), code, others=described)
    for key, each in value.items():
        child = node.child(key)
        if child is not None and child.kind in {FieldKind.GROUP, FieldKind.LIST}:
            yield from _faults_below(root, child, each, (*path, key))


def _broken(rule: GroupRule, group: Json) -> Iterator[_Broken]:
    field = value_at(group, (rule.field,))
    others = {name: value_at(group, (name,)) for name in rule.others}
    if field is not None:
        yield from _RULES[rule.kind](rule.field, field, others)


def _sum_of(name: str, field: Json, others: Mapping[str, Json]) -> Iterator[_Broken]:
    numbers = [_number(each) for each in (field, *others.values())]
    known = [number for number in numbers if number is not None]
    if len(known) == len(numbers) and known[0] != sum(known[1:]):
        yield name, FaultCode.SUM_DIFFERS, tuple(others)


def _not_more_than(name: str, field: Json, others: Mapping[str, Json]) -> Iterator[_Broken]:
    whole = _number(field)
    for other, value in others.items():
        part = _number(value)
        if part is not None and whole is not None and part > whole:
            yield other, FaultCode.MORE_THAN_WHOLE, (name,)


def _not_before(name: str, field: Json, others: Mapping[str, Json]) -> Iterator[_Broken]:
    earlier = _day(field)
    for other, value in others.items():
        later = _day(value)
        if earlier is not None and later is not None and later < earlier:
            yield other, FaultCode.DATE_ORDER, (name,)


def _not_together(name: str, _field: Json, others: Mapping[str, Json]) -> Iterator[_Broken]:
    for other, value in others.items():
        if value is not None:
            yield other, FaultCode.NOT_TOGETHER, (name,)


_RULES: Mapping[RuleKind, Callable[[str, Json, Mapping[str, Json]], Iterator[_Broken]]] = {
    RuleKind.SUM_OF: _sum_of,
    RuleKind.NOT_MORE_THAN: _not_more_than,
    RuleKind.NOT_BEFORE: _not_before,
    RuleKind.NOT_TOGETHER: _not_together,
}


def _number(value: Json) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _day(value: Json) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
