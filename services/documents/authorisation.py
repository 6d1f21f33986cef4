"""Who may call which operation of the documents service."""

from shared.authorisation import Rules, Scope
from shared.event_feed import EVENTS_RULE
from shared.identity.principal import Role

#: Documents know no enterprise and no unit: intake decides whose document a person may see, and
#: says so by a ticket. So people hold tickets here, and only services and auditors have a role.
RULES = Rules(
    table={
        "issue-ticket": {Role.SERVICE: Scope.ALL},
        "freeze-version": {Role.SERVICE: Scope.ALL},
        "delete-version": {Role.SERVICE: Scope.ALL},
        "put-printed-form": {Role.SERVICE: Scope.ALL},
        "read-page-code": {Role.SERVICE: Scope.ALL},
        "read-version": {Role.SERVICE: Scope.ALL, Role.AUDITOR: Scope.ALL},
        "expect-scan": {Role.SERVICE: Scope.ALL},
        "read-version-check": {
            Role.SERVICE: Scope.ALL,
            Role.AUDITOR: Scope.ALL,
            Role.SECRECY_OFFICER: Scope.ALL,
        },
        "list-quarantine": {Role.SECRECY_OFFICER: Scope.ALL},
        "read-quarantined-content": {Role.SECRECY_OFFICER: Scope.ALL},
        "release-quarantined-version": {Role.SECRECY_OFFICER: Scope.ALL},
        "propose-destruction": {Role.SECRECY_OFFICER: Scope.ALL},
        "read-destruction": {Role.SECRECY_OFFICER: Scope.ALL, Role.AUDITOR: Scope.ALL},
        "confirm-destruction": {Role.SECRECY_OFFICER: Scope.ALL},
        **EVENTS_RULE,
    },
    # No bearer token is needed for these, but a ticket is: see routes/presented_ticket.py.
    public=frozenset(
        {
            "upload-document",
            "start-upload",
            "read-upload",
            "renew-part-urls",
            "complete-upload",
            "abort-upload",
            "read-content",
            "read-page-picture",
            "read-page-findings",
            "read-finding-picture",
            "read-check-sheet",
        }
    ),
)
