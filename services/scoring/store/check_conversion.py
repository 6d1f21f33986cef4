"""Turns the data of a check into the operator of the domain."""

from services.scoring.domain import checks
from services.scoring.store import check_schema as data


def check_of(value: data.CheckData) -> checks.Check:  # noqa: PLR0911 - one return an operator
    """Make a check."""
    match value:
        case data.IsTrueData(fact=fact):
            return checks.IsTrue(fact=fact)
        case data.IsFilledData(fact=fact):
            return checks.IsFilled(fact=fact)
        case data.ShareAtLeastData(part=part, whole=whole, threshold=threshold):
            return checks.ShareAtLeast(part=part, whole=whole, threshold=threshold)
        case data.WithinBandData(score=score, level=level, bands=bands):
            return checks.WithinBand(score=score, level=level, bands=tuple(map(_band_of, bands)))
        case data.AllOfData(checks=parts):
            return checks.AllOf(checks=tuple(map(check_of, parts)))
        case data.AnyOfData(checks=parts):
            return checks.AnyOf(checks=tuple(map(check_of, parts)))
        case data.AtLeastNOfData(checks=parts, threshold=least):
            return checks.AtLeastNOf(checks=tuple(map(check_of, parts)), threshold=least)
        case (
            data.AtLeastData()
            | data.AtMostData()
            | data.EqualToData()
            | data.BetweenData()
            | data.PeriodWithinData()
        ):
            return _bound_check_of(value)
        case _:
            return _list_check_of(value)


def _bound_check_of(
    value: data.AtLeastData
    | data.AtMostData
    | data.EqualToData
    | data.BetweenData
    | data.PeriodWithinData,
) -> checks.Check:
    match value:
        case data.AtLeastData(fact=fact, threshold=threshold):
            return checks.AtLeast(fact=fact, threshold=threshold)
        case data.AtMostData(fact=fact, threshold=threshold):
            return checks.AtMost(fact=fact, threshold=threshold)
        case data.EqualToData(fact=fact, value=wanted):
            return checks.EqualTo(fact=fact, value=wanted)
        case data.BetweenData(fact=fact, lower=lower, upper=upper):
            return checks.Between(fact=fact, lower=lower, upper=upper)
        case data.PeriodWithinData():
            return checks.PeriodWithin(
                starts=value.starts,
                ends=value.ends,
                not_before=value.not_before,
                not_after=value.not_after,
            )


def _list_check_of(
    value: data.OneOfData
    | data.CountAtLeastData
    | data.CoversData
    | data.CoversAtLeastData
    | data.RecognisedAsData,
) -> checks.Check:
    match value:
        case data.OneOfData(fact=fact, values=values):
            return checks.OneOf(fact=fact, values=tuple(values))
        case data.CountAtLeastData(fact=fact, threshold=least):
            return checks.CountAtLeast(fact=fact, threshold=least)
        case data.CoversData(fact=fact, required=required):
            return checks.Covers(fact=fact, required=tuple(required))
        case data.CoversAtLeastData(fact=fact, listed=listed, threshold=least):
            return checks.CoversAtLeast(fact=fact, listed=tuple(listed), threshold=least)
        case data.RecognisedAsData(fact=fact, tiers=tiers, by=by, batches=batches):
            return checks.RecognisedAs(
                fact=fact,
                tiers=tuple(tiers),
                by=None if by is None else tuple(by),
                batches=None if batches is None else tuple(batches),
            )


def _band_of(value: data.BandData) -> checks.Band:
    upper = value.below if value.below is not None else value.up_to
    assert upper is not None  # noqa: S101 - the schema takes exactly one of the two
    return checks.Band(
        level=value.level, lower=value.lower, upper=upper, includes_upper=value.below is None
    )
