"""A panel brought along by the use cases themselves, on any database and at any time."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.domain.panels.commitment import (
    Alphabet,
    Commitment,
    NamedValue,
    PublicValue,
    commitment_to,
)
from services.scoring.domain.panels.panel import Panel
from services.scoring.domain.panels.pool import Application
from services.scoring.usecases.commit_secret import commit_secret
from services.scoring.usecases.create_panel import PanelOrder, create_panel
from services.scoring.usecases.panel_steps import Caller
from services.scoring.usecases.record_public_value import record_public_value
from services.scoring.usecases.set_pool import freeze_pool, set_pool
from tests.scoring.builders import a_recording, a_subject
from tests.scoring.panel_builders import (
    SCHEME_ID,
    SECRET,
    an_aggregation,
    an_expert,
    credit_code,
    scheme,
)
from tests.scoring.usecases.recordings import record_on

AT = datetime(2025, 7, 25, 9, 0, tzinfo=UTC)
PUBLIC_VALUE = "010509172633"


def officer(name: str = "officer-li", *, hours: int = 0) -> Caller:
    return Caller(subject=name, at=AT + timedelta(hours=hours))


async def an_order(
    connection: AsyncConnection, applications: Sequence[str] | None = None
) -> PanelOrder:
    ids = applications or [str(uuid.uuid4()) for _ in range(3)]
    return PanelOrder(
        panel_id=str(uuid.uuid4()),
        round_id="tianjin-2025-2",
        tier="advanced",
        scheme_id=SCHEME_ID,
        applications=[
            Application(
                application_id=application_id,
                credit_code=credit_code(number),
                unit="120116",
                assessment_id=await record_on(
                    connection, a_recording(subject=a_subject(application_id=application_id))
                ),
                machine_points={},
            )
            for number, application_id in enumerate(ids, start=1)
        ],
        experts_each=3,
        quorum=2,
        aggregation=an_aggregation(),
        line=None,
    )


async def made(connection: AsyncConnection, applications: Sequence[str] | None = None) -> Panel:
    order = await an_order(connection, applications)
    return await create_panel(connection, {SCHEME_ID: scheme()}, officer(), order)


async def ready_to_draw(connection: AsyncConnection) -> Panel:
    """Bring a panel to where only the secret is missing."""
    panel = await made(connection)
    experts = [an_expert(number) for number in range(1, 7)]
    panel = await set_pool(
        connection, officer(), panel.panel_id, experts, expected=frozenset({panel.version})
    )
    panel = await freeze_pool(
        connection, officer(), panel.panel_id, expected=frozenset({panel.version})
    )
    named = NamedValue(
        what="彩票某期",
        where="www.example.cn",
        known_at=AT + timedelta(hours=1),
        alphabet=Alphabet.DIGITS,
        length=12,
    )
    commitment = Commitment(secret_sha256=commitment_to(SECRET), value=named)
    panel = await commit_secret(
        connection, officer(), panel.panel_id, commitment, expected=frozenset({panel.version})
    )
    return await record_public_value(
        connection,
        officer("officer-wang", hours=2),
        panel.panel_id,
        PublicValue(value=PUBLIC_VALUE, source="www.example.cn/1"),
        expected=frozenset({panel.version}),
    )
