"""Reads every round with its application form."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.intake.bundles.form_schema import FormSchema, read_form_schema
from services.intake.bundles.paths import DATA
from services.intake.bundles.reading import Entry, Faults, read_data_file
from services.intake.bundles.summary_tables import check_columns
from services.intake.bundles.tier_checks import check_tier
from services.intake.bundles.tier_rules import read_tier_rules
from services.intake.domain.rounds import Notice, Round
from services.intake.domain.tiers import Tier
from shared.merge_patch import merge

_FILE = "round.yaml"


@dataclass(frozen=True, kw_only=True)
class LoadedRound:
    """A round and its form, compiled."""

    round: Round
    form_schema: FormSchema


def load_rounds(data: Path = DATA) -> Mapping[str, LoadedRound]:
    """Read all rounds by id, or raise `DataIsBroken` with everything that is wrong in any of them."""
    faults = Faults()
    rounds: dict[str, LoadedRound] = {}
    for file in sorted((data / "rounds").glob(f"*/{_FILE}")):
        entry = read_data_file(file, faults, root=data)
        round_ = _round(entry)
        if round_.round_id != file.parent.name:
            entry.at("round_id").fault(f"must be {file.parent.name}, as the folder is named")
        form_schema = read_form_schema(_form(file.parent, round_, faults, root=data))
        if form_schema is not None:
            for tier, rules in round_.tiers.items():
                place = entry.at("tiers").at(tier.value).at("summary_table").at("columns")
                check_columns(rules.summary_table, form_schema.root, place)
            rounds[round_.round_id] = LoadedRound(round=round_, form_schema=form_schema)
    faults.raise_if_any()
    return rounds


def _form(folder: Path, round_: Round, faults: Faults, *, root: Path) -> Entry:
    """Read the round's form: another round's with changes, where it names some (merge patch, RFC 7396)."""
    form_file = (folder / (round_.form_schema_file or "-")).resolve()
    form = read_data_file(form_file, faults, root=root.resolve())
    if round_.form_changes_file is None:
        return form
    changes = read_data_file(folder / round_.form_changes_file, faults, root=root)
    merged = merge(dict(form.mapping()), dict(changes.mapping()))
    return Entry(merged, file=changes.file, path="", faults=faults)


def _round(entry: Entry) -> Round:
    entry.only(
        "round_id",
        "title",
        "city_unit",
        "edition_id",
        "batch",
        "calendar_id",
        "form_schema_file",
        "form_changes_file",
        "notice",
        "tiers",
    )
    tiers = {}
    for name, place in entry.at("tiers").items():
        if name not in set(Tier):
            place.fault(f"is no tier; the tiers are {', '.join(Tier)}")
            continue
        tiers[Tier(name)] = read_tier_rules(Tier(name), place)
        check_tier(tiers[Tier(name)], place)
    return Round(
        round_id=entry.at("round_id").text(),
        title=entry.at("title").both_languages(),
        city_unit=entry.at("city_unit").text(),
        edition_id=entry.at("edition_id").text(),
        batch=entry.at("batch").text(),
        calendar_id=entry.at("calendar_id").text(),
        notice=_notice(entry.at("notice")),
        form_schema_file=entry.at("form_schema_file").text(),
        form_changes_file=entry.at("form_changes_file").text()
        if entry.has("form_changes_file")
        else None,
        tiers=tiers,
    )


def _notice(entry: Entry) -> Notice:
    entry.only("number", "title", "issued_on", "url", "index_number", "issuers", "certainty")
    return Notice(
        number=entry.at("number").text(),
        title=entry.at("title").text(),
        issued_on=entry.at("issued_on").day(),
        url=entry.at("url").text(),
        index_number=entry.at("index_number").text(),
        issuers=tuple(each.text() for each in entry.at("issuers").entries()),
        certainty=entry.at("certainty").certainty(),
    )
