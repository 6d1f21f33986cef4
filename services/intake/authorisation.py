"""Who may call which of intake's operations, over whose data: the one place where that is decided."""

from shared.authorisation import Rules, Scope
from shared.event_feed import EVENTS_RULE
from shared.identity.principal import Role

_APPLICANT = {Role.APPLICANT: Scope.OWN_ENTERPRISE}
#: What the applicant asked for in person, before acting for any enterprise.
_OWN_PERSON = {Role.APPLICANT: Scope.OWN_ASSIGNMENTS}
_DISTRICT = {Role.DISTRICT_OFFICER: Scope.OWN_UNITS}
_CITY = {Role.CITY_OFFICER: Scope.ALL}
#: 审计: reads everything, changes nothing.
_AUDITOR = {Role.AUDITOR: Scope.ALL}

#: Who may read an application: its enterprise, its units upwards, the city, the auditor.
_READERS = {**_APPLICANT, **_DISTRICT, **_CITY, **_AUDITOR}
#: 会同部门: what it was asked about.
_BUREAU = {Role.BUREAU_OFFICER: Scope.ASKED_BUREAU}
#: And the bureaus that were asked for their joint opinion.
_OPINION_READERS = {**_READERS, **_BUREAU}
#: Everybody who has signed in.
_ANYBODY = dict.fromkeys(Role, Scope.ALL)

RULES = Rules(
    table={
        # The round and its units.
        "list-units": _ANYBODY,
        "read-unit": _ANYBODY,
        "list-rounds": _ANYBODY,
        "read-round": _ANYBODY,
        "read-form-schema": _ANYBODY,
        "list-industries": _ANYBODY,
        # The register of recognised factories.
        "import-register": _CITY,
        "read-register-import": {**_CITY, **_AUDITOR},
        "list-register": _ANYBODY,
        "list-register-matches": _OPINION_READERS,
        # Who acts for which enterprise.
        "request-binding": {Role.APPLICANT: Scope.ALL},
        "list-bindings": {**_OWN_PERSON, **_DISTRICT, **_CITY, **_AUDITOR},
        "read-binding": {**_OWN_PERSON, **_DISTRICT, **_CITY, **_AUDITOR},
        "confirm-binding": _DISTRICT,
        "refuse-binding": _DISTRICT,
        "revoke-binding": _DISTRICT,
        # Enterprises and factories.
        "register-enterprise": _APPLICANT,
        "read-enterprise": _READERS,
        "register-factory": _APPLICANT,
        "list-factories": _READERS,
        # The application, in the enterprise's hands.
        "start-application": _APPLICANT,
        "list-applications": _OPINION_READERS,
        "read-application": _OPINION_READERS,
        "read-form": _OPINION_READERS,
        "save-form": _APPLICANT,
        "record-maturity-report": _APPLICANT,
        "ask-upload-ticket": _APPLICANT,
        "attach-document": _APPLICANT,
        "delete-attachment": _APPLICANT,
        "ask-read-ticket": _OPINION_READERS,
        # What machines found of the files; the enterprise mends by it before it submits.
        "read-checks": _READERS,
        "set-finding-aside": {**_DISTRICT, **_CITY},
        "pre-check-application": {**_APPLICANT, **_DISTRICT, **_CITY},
        "finalise-application": _APPLICANT,
        "save-revision": _APPLICANT,
        "list-revisions": _OPINION_READERS,
        "read-revision": _OPINION_READERS,
        "read-printed-form": _READERS,
        "submit-application": _APPLICANT,
        "save-portal-filing": _APPLICANT,
        "record-portal-filing": _APPLICANT,
        "take-back-application": _APPLICANT,
        "withdraw-application": _APPLICANT,
        "read-receipt": _OPINION_READERS,
        "list-receipts": _OPINION_READERS,
        "read-verdict": _OPINION_READERS,
        # Persons' rulings on it, for those who review; the applicant hears of the decision.
        "rule-on-verdict": {**_DISTRICT, **_CITY},
        "list-rulings": {**_DISTRICT, **_CITY, **_AUDITOR},
        "read-verdict-receipt": _OPINION_READERS,
        "read-verdict-receipt-as-pdf": _OPINION_READERS,
        "read-history": _READERS,
        # What waits for the caller.
        "read-inbox": {**_APPLICANT, **_DISTRICT, **_CITY, **_BUREAU},
        # The recommending unit (推荐单位).
        "log-paper-copy": {**_DISTRICT, **_CITY},
        "list-paper-copies": _OPINION_READERS,
        "return-application": _DISTRICT,
        "pass-application": _DISTRICT,
        "not-pass-application": _DISTRICT,
        "recommend-application": _DISTRICT,
        "tabulate-application": _DISTRICT,
        "read-priority-order": {**_DISTRICT, **_CITY, **_AUDITOR},
        "set-priority-order": _DISTRICT,
        "hand-in-applications": _DISTRICT,
        "list-hand-ins": {**_DISTRICT, **_CITY, **_AUDITOR},
        "read-hand-in": {**_DISTRICT, **_CITY, **_AUDITOR},
        "read-summary-table": {**_DISTRICT, **_CITY, **_AUDITOR},
        "read-hand-in-paper": {**_DISTRICT, **_CITY, **_AUDITOR},
        "ask-hand-in-upload-ticket": _DISTRICT,
        "attach-to-hand-in": _DISTRICT,
        "ask-hand-in-read-ticket": {**_DISTRICT, **_CITY, **_AUDITOR},
        "preview-summary-table": {**_DISTRICT, **_CITY, **_AUDITOR},
        # The city.
        "receive-hand-in": _CITY,
        "file-application": _CITY,
        "not-file-application": _CITY,
        "start-review": _CITY,
        "propose-application": _CITY,
        "decline-application": _CITY,
        # The way to the ministry.
        "request-opinions": _CITY,
        "give-joint-opinion": _BUREAU,
        "list-asked-opinions": _BUREAU,
        "list-joint-opinions": {**_CITY, **_AUDITOR, **_BUREAU},
        "not-forward-application": _CITY,
        "forward-applications": _CITY,
        "read-forwarding": {**_CITY, **_AUDITOR},
        "read-forwarding-table": {**_CITY, **_AUDITOR},
        "record-selected": _CITY,
        "record-not-selected": _CITY,
        # Lists.
        "draw-list": _CITY,
        "list-lists": {**_CITY, **_AUDITOR},
        "read-list": {**_CITY, **_AUDITOR},
        "open-publicity": _CITY,
        "request-publication": _CITY,
        "confirm-publication": _CITY,
        # Operation.
        "list-deliveries": {Role.OPERATOR: Scope.ALL, **_AUDITOR},
        # Development aids; the routes exist in development only.
        "move-clock": {Role.OPERATOR: Scope.ALL},
        **EVENTS_RULE,
    },
    public=frozenset(
        {"read-time", "list-public-lists", "read-public-list", "read-public-list-as-xlsx"}
    ),
)
