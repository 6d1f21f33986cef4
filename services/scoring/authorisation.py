"""Who may call what in the scoring service; an operation that is not here may be called by nobody."""

from shared.authorisation import Rules, Scope
from shared.event_feed import EVENTS_RULE
from shared.identity.principal import Role

_EVERY_ROLE = dict.fromkeys(Role, Scope.ALL)
_PREPARE_EDITIONS = dict.fromkeys((Role.CITY_OFFICER, Role.AUDITOR, Role.OPERATOR), Scope.ALL)
_ASK_FOR_EDITIONS = dict.fromkeys((Role.CITY_OFFICER, Role.OPERATOR), Scope.ALL)
_CITY = {Role.CITY_OFFICER: Scope.ALL}
#: Nothing that they read before the close tells what stands on a ballot.
_CITY_AND_AUDITOR = {Role.CITY_OFFICER: Scope.ALL, Role.AUDITOR: Scope.ALL}
_READ_ASSESSMENTS = dict.fromkeys((Role.SERVICE, Role.CITY_OFFICER, Role.AUDITOR), Scope.ALL)
_EXPERT = {Role.EXPERT: Scope.OWN_ASSIGNMENTS}

RULES = Rules(
    table={
        # The criteria are public matter; a token is asked for like everywhere.
        "list-editions": _EVERY_ROLE,
        "read-edition": _EVERY_ROLE,
        "read-scene-guide": _EVERY_ROLE,
        "list-facts": _EVERY_ROLE,
        "list-edition-schemas": _EVERY_ROLE,
        "read-edition-schema": _EVERY_ROLE,
        # What is not published may be mistaken for what is, so few see it.
        "list-edition-drafts": _PREPARE_EDITIONS,
        "read-edition-draft": _PREPARE_EDITIONS,
        "compare-editions": _PREPARE_EDITIONS,
        # Operators configure, and decide nothing: what cannot be undone is confirmed by the city.
        "import-edition": {Role.OPERATOR: Scope.ALL},
        "request-edition-publication": _ASK_FOR_EDITIONS,
        "publish-edition": {Role.CITY_OFFICER: Scope.ALL},
        "request-edition-retirement": _ASK_FOR_EDITIONS,
        "retire-edition": {Role.CITY_OFFICER: Scope.ALL},
        # Applicants get their verdict through the intake service, on their own application.
        "evaluate-facts": {
            Role.SERVICE: Scope.ALL,
            Role.CITY_OFFICER: Scope.ALL,
            Role.DISTRICT_OFFICER: Scope.ALL,
            Role.AUDITOR: Scope.ALL,
            Role.OPERATOR: Scope.ALL,
        },
        "record-assessment": {Role.SERVICE: Scope.ALL},
        # Assessments do not know districts: district officers read them through the intake service.
        "read-assessment": _READ_ASSESSMENTS,
        "read-assessment-receipt": _READ_ASSESSMENTS,
        "read-assessment-receipt-as-pdf": _READ_ASSESSMENTS,
        # A district's officer rules through the intake service, which knows whose application it is.
        "rule-on-criterion": {Role.SERVICE: Scope.ALL, Role.CITY_OFFICER: Scope.ALL},
        "list-assessment-versions": _READ_ASSESSMENTS,
        "list-schemes": _EVERY_ROLE,
        "read-scheme": _EVERY_ROLE,
        "create-panel": _CITY,
        "list-panels": _CITY_AND_AUDITOR,
        "read-panel": _CITY_AND_AUDITOR,
        "set-pool": _CITY,
        "freeze-pool": _CITY,
        "cancel-panel": _CITY,
        "commit-secret": _CITY,
        "record-public-value": _CITY,
        "draw-panel": _CITY,
        "recuse-expert": _CITY,
        "request-closing": _CITY,
        "reopen-panel": _CITY,
        "confirm-closing": _CITY,
        "read-result": _CITY_AND_AUDITOR,
        "export-panel": _CITY_AND_AUDITOR,
        # An expert meets the own ballots alone, and no panel.
        "list-own-assignments": _EXPERT,
        "read-own-ballot": _EXPERT,
        "save-ballot": _EXPERT,
        "hand-in-ballot": _EXPERT,
        "recuse-myself": _EXPERT,
        # Drafts are theirs who prepare them, so that who may try one out is who may see one.
        "create-simulation": _ASK_FOR_EDITIONS,
        "cancel-simulation": _ASK_FOR_EDITIONS,
        "list-simulations": _PREPARE_EDITIONS,
        "read-simulation": _PREPARE_EDITIONS,
        "read-simulation-result": _PREPARE_EDITIONS,
        "read-simulation-workbook": _PREPARE_EDITIONS,
        # What enterprises stated is not for those who configure.
        "export-cohort": _CITY_AND_AUDITOR,
        **EVENTS_RULE,
    },
    # Whoever holds a receipt may check it.
    public=frozenset({"list-receipt-keys"}),
)
