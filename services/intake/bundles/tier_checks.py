"""What the parts of a tier's rules must not say against each other: channel, branch, documents, publicity."""

from services.intake.bundles.reading import Entry
from services.intake.domain.rounds import Branch, Channel, DocumentKind, TierRules


def check_tier(rules: TierRules, entry: Entry) -> None:
    """Report every contradiction at its place."""
    _check_documents(rules, entry.at("required_documents"))
    if (rules.channel is Channel.NATIONAL_PORTAL) is not (rules.branch is Branch.FORWARDING):
        entry.at("channel").fault(
            "contradicts the branch: what is forwarded to the ministry is filed in its portal, and nothing else is"
        )
    if (rules.publicity is not None) is not (rules.branch is Branch.RECOGNITION):
        entry.at("publicity").fault(
            "contradicts the branch: recognition ends with a list shown in publicity, and no other branch does"
        )
    if rules.recommendation_is_ordered and rules.branch is Branch.FILING:
        entry.at("recommendation_is_ordered").fault(
            "contradicts the branch: what is filed is not recommended"
        )


def _check_documents(rules: TierRules, entry: Entry) -> None:
    kinds = [document.kind for document in rules.required_documents]
    for number, (kind, place) in enumerate(zip(kinds, entry.entries(), strict=True)):
        if kind is DocumentKind.PRINTED_FORM or not rules.takes(kind):
            place.at("kind").fault(f"is never attached where the channel is {rules.channel}")
        if kind in kinds[:number]:
            place.at("kind").fault("is asked for twice")
    if rules.is_filed_elsewhere and DocumentKind.PORTAL_FORM not in kinds:
        entry.fault(f"must ask for {DocumentKind.PORTAL_FORM}: the channel is {rules.channel}")
