"""The round's application form, compiled once: what is wrong with a draft, and what is still missing."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError
from jsonschema.validators import extend

from services.intake.bundles.credit_code import is_valid_credit_code
from services.intake.bundles.reading import Entry
from services.intake.bundles.schema_reader import expanded, read_form_node
from services.intake.domain.applications import Enterprise, Factory
from services.intake.domain.form import Form, Json, Path
from services.intake.domain.form_faults import FaultCode, fault, settled, unknown_field
from services.intake.domain.form_rules import register_faults, rule_faults
from services.intake.domain.form_schema import FormNode
from services.intake.domain.form_texts import ready_form
from services.intake.domain.tiers import Tier
from shared.errors import Fault

_CREDIT_CODE_FORMAT = "credit-code"

#: Keywords that say something is missing; a draft misses what it likes.
_COMPLETENESS = frozenset(
    {"required", "minLength", "minProperties", "const", "allOf", "if", "then"}
)
_WORDS = ("x-", "title", "description")
_CODES = {
    "type": FaultCode.TYPE,
    "minLength": FaultCode.REQUIRED,
    "minProperties": FaultCode.REQUIRED,
    "const": FaultCode.NOT_DECLARED,
    "enum": FaultCode.ENUM,
    "pattern": FaultCode.PATTERN,
}

_formats = FormatChecker(formats=["date"])


@_formats.checks(_CREDIT_CODE_FORMAT)
def _is_credit_code(value: object) -> bool:
    return not isinstance(value, str) or is_valid_credit_code(value)


def _is_whole_number(_checker: object, value: object) -> bool:
    """Take integers alone: the library also takes 3.0 and, as an int to Python, True."""
    return isinstance(value, int) and not isinstance(value, bool)


_Validator: Any = extend(  # type: ignore[no-untyped-call]  # the library's
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole_number),
)


class FormSchema:
    """One round's form. Share one instance: it never changes after it is made."""

    def __init__(
        self, document: Mapping[str, Any], *, expanded_document: Mapping[str, Any], root: FormNode
    ) -> None:
        """Compile the expanded schema; `root` describes it, `document` is it as it was written."""
        #: The schema as it is served to front ends.
        self.document = document
        #: The described fields: titles, order, choices.
        self.root = root
        self._draft = _compiled(expanded_document, tier=None)
        self._complete = {tier: _compiled(expanded_document, tier=tier) for tier in Tier}

    def draft_faults(self, form: Form) -> tuple[Fault, ...]:
        """Say what may not even be saved: wrong types, unknown fields, too long, bad characters.

        Nothing is missing in a draft, and blank texts count as nothing typed. Its parts do not bear on
        one another, so a form cut down to the parts that a patch touched gives those parts' faults.
        """
        ready = ready_form(self.root, form, with_required_groups=False)
        return settled(self.root, [*ready.faults, *self._schema_faults(self._draft, ready.value)])

    def filled_faults(
        self, form: Form, *, enterprise: Enterprise | None = None, factory: Factory | None = None
    ) -> tuple[Fault, ...]:
        """Say what is wrong with what is filled in, and nothing about what is not."""
        ready = ready_form(self.root, form, with_required_groups=False)
        faults = [*ready.faults, *self._schema_faults(self._draft, ready.value)]
        faults.extend(rule_faults(self.root, form))
        faults.extend(register_faults(self.root, form, enterprise=enterprise, factory=factory))
        return settled(self.root, faults)

    def completeness_faults(
        self,
        form: Form,
        *,
        tier: Tier,
        enterprise: Enterprise | None = None,
        factory: Factory | None = None,
    ) -> tuple[Fault, ...]:
        """Say everything that keeps the form from being finalised, the draft's faults included.

        With `enterprise` and `factory`, what the form repeats of them is compared with the register.
        """
        ready = ready_form(self.root, form, with_required_groups=True)
        faults = [*ready.faults, *self._schema_faults(self._complete[tier], ready.value)]
        faults.extend(rule_faults(self.root, form))
        faults.extend(register_faults(self.root, form, enterprise=enterprise, factory=factory))
        return settled(self.root, faults)

    def _schema_faults(self, validator: Any, form: Json) -> list[Fault]:  # noqa: ANN401 -- the library's class is made at run time
        errors = sorted(validator.iter_errors(form), key=lambda error: error.validator != "type")
        return [each for error in errors for each in self._worded(error)]

    def _worded(self, error: Any) -> Iterator[Fault]:  # noqa: ANN401 -- the library types its errors' attributes as perhaps unset
        path: Path = tuple(error.absolute_path)
        match error.validator:
            case "required":
                for name in set(error.validator_value) - set(error.instance):
                    yield fault(self.root, (*path, name), FaultCode.REQUIRED)
            case "additionalProperties":
                for name in error.instance:
                    if not _is_expected(error.schema, name):
                        yield unknown_field(self.root, path, name)
            case "minimum" | "maximum":
                low, high = error.schema["minimum"], error.schema["maximum"]
                yield fault(self.root, path, FaultCode.OUT_OF_RANGE, low=low, high=high)
            case "maxProperties":
                limit = error.validator_value
                yield fault(self.root, path, FaultCode.TOO_MANY_ENTRIES, limit=limit)
            case "format":
                is_code = error.validator_value == _CREDIT_CODE_FORMAT
                yield fault(self.root, path, FaultCode.CREDIT_CODE if is_code else FaultCode.DATE)
            case keyword:
                yield fault(self.root, path, _CODES[str(keyword)])


def read_form_schema(entry: Entry) -> FormSchema | None:
    """Read and compile a form's schema; None when it is no schema at all, which is then a fault."""
    document = expanded(entry)
    try:
        Draft202012Validator.check_schema(document)
    except SchemaError as error:
        entry.fault(f"is no JSON Schema: {error.json_path}: {error.message}")
        return None
    root = read_form_node(Entry(document, file=entry.file, path="", faults=entry.faults))
    return FormSchema(entry.mapping(), expanded_document=document, root=root)


def _compiled(document: Mapping[str, Any], *, tier: Tier | None) -> Any:  # noqa: ANN401 -- the library's class is made at run time
    return _Validator(_checked(document, tier=tier), format_checker=_formats)


def _is_expected(schema: Mapping[str, Any], name: str) -> bool:
    patterns = schema.get("patternProperties", {})
    return name in schema.get("properties", {}) or any(re.search(each, name) for each in patterns)


def _checked(schema: Mapping[str, Any], *, tier: Tier | None) -> dict[str, Any]:
    """Keep of a schema what the library shall check: for a complete form of a tier, or for a draft.

    Titles and our own annotations go too: the library looks at every key of every object it meets.
    """
    kept = {
        key: value
        for key, value in schema.items()
        if not key.startswith(_WORDS) and not (tier is None and key in _COMPLETENESS)
    }
    for key in ("properties", "patternProperties"):
        if key in kept:
            kept[key] = {name: _checked(each, tier=tier) for name, each in kept[key].items()}
    extra = [
        name
        for name, each in schema.get("properties", {}).items()
        if tier is not None and tier in each.get("x-required-for", ())
    ]
    if extra:
        kept["required"] = [*kept.get("required", ()), *extra]
    return kept
