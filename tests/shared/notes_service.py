"""A service of a few lines on the shared foundation, to test the foundation without a real service."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Row, insert, select, tuple_, update

from shared.authorisation import Access, CurrentAccess, Rules, Scope
from shared.clock import Clocks
from shared.cursors import CursorText, Limit, Page, decode_cursor, encode_cursor
from shared.errors import Conflict, NotFound
from shared.etags import ExpectedVersions, require_version, set_etag
from shared.event_feed import EVENTS_RULE
from shared.event_log import NewEvent, append_event
from shared.identity.principal import Role
from shared.service import About, Foundation, build_app
from shared.settings import ServiceSettings
from shared.text import Text
from shared.transactions import TransactionalRoute, Tx, computes
from tests.harness.servers import ServiceUnderTest, Wiring
from tests.shared.notes_tables import SCHEMA, notes

RULES = Rules(
    table={
        "create-note": {Role.APPLICANT: Scope.OWN_ENTERPRISE},
        "change-note": {Role.APPLICANT: Scope.OWN_ENTERPRISE},
        "read-note": {Role.APPLICANT: Scope.OWN_ENTERPRISE, Role.AUDITOR: Scope.ALL},
        "list-notes": {Role.APPLICANT: Scope.OWN_ENTERPRISE, Role.AUDITOR: Scope.ALL},
        "count-letters": {Role.APPLICANT: Scope.ALL},
        "break-down": {Role.OPERATOR: Scope.ALL},
        **EVENTS_RULE,
    },
    public=frozenset({"read-motto"}),
)


class NoSuchNote(NotFound):
    code = "note-not-found"
    title = Text(zh="没有这条记录", en="There is no such note")
    remedy = Text(zh="检查编号", en="Check the id")


class NoteIsFinal(Conflict):
    code = "note-final"
    title = Text(zh="记录已定稿", en="The note is final")
    remedy = Text(zh="另写一条", en="Write another one")


class NoteBody(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    text: Annotated[str, Field(min_length=1, max_length=200)]


class Note(BaseModel):
    id: str
    text: str


router = APIRouter(prefix="/v1", tags=["notes"], route_class=TransactionalRoute)


@router.post("/notes", status_code=201)
async def create_note(body: NoteBody, tx: Tx, access: CurrentAccess, response: Response) -> Note:
    note_id = str(uuid.uuid4())
    connection = await tx.connection()
    values = {
        "id": note_id,
        "enterprise": access.principal.enterprise or "",
        "text": body.text,
        "version": 1,
        "created_at": NOW.wall(),
    }
    await connection.execute(insert(notes).values(values))
    await append_event(connection, _event(note_id, "note.created", access))
    if body.text == "final":
        # After the writes on purpose: a refusal must leave nothing behind.
        raise NoteIsFinal
    response.headers["Location"] = f"/v1/notes/{note_id}"
    set_etag(response, 1)
    return Note(id=note_id, text=body.text)


@router.get("/notes/{note_id}")
async def read_note(note_id: str, tx: Tx, access: CurrentAccess, response: Response) -> Note:
    row = await _row(tx, note_id, access)
    set_etag(response, row.version)
    return Note(id=row.id, text=row.text)


@router.patch("/notes/{note_id}")
async def change_note(
    note_id: str,
    body: NoteBody,
    tx: Tx,
    access: CurrentAccess,
    expected: ExpectedVersions,
    response: Response,
) -> Note:
    row = await _row(tx, note_id, access)
    require_version(row.version, expected)
    connection = await tx.connection()
    changed = (
        update(notes).where(notes.c.id == note_id).values(text=body.text, version=row.version + 1)
    )
    await connection.execute(changed)
    await append_event(connection, _event(note_id, "note.changed", access))
    set_etag(response, row.version + 1)
    return Note(id=note_id, text=body.text)


@router.get("/notes")
async def list_notes(
    tx: Tx, access: CurrentAccess, limit: Limit = 2, cursor: CursorText = None
) -> Page[Note]:
    statement = select(notes).order_by(notes.c.created_at, notes.c.id).limit(limit)
    if access.scope is Scope.OWN_ENTERPRISE:
        statement = statement.where(notes.c.enterprise == access.principal.enterprise)
    if cursor is not None:
        statement = statement.where(tuple_(notes.c.created_at, notes.c.id) > decode_cursor(cursor))
    rows = (await (await tx.connection()).execute(statement)).all()
    following = encode_cursor(rows[-1].created_at, rows[-1].id) if len(rows) == limit else None
    return Page(items=[Note(id=row.id, text=row.text) for row in rows], next_cursor=following)


@router.post("/letter-counts")
@computes
async def count_letters(body: NoteBody) -> int:
    return len(body.text)


@router.post("/breakdowns")
async def break_down() -> None:
    raise ZeroDivisionError("a text of ours that no caller may see")


@router.get("/motto")
async def read_motto() -> str:
    return "festina lente"


#: Notes are dated by the machine's clock: no test of this service moves it.
NOW = Clocks()


async def _row(tx: Tx, note_id: str, access: Access) -> Row[Any]:
    statement = select(notes).where(notes.c.id == note_id).with_for_update()
    row = (await (await tx.connection()).execute(statement)).one_or_none()
    if row is None or not access.permits(enterprise=row.enterprise, unit_path=None):
        raise NoSuchNote
    return row


def _event(note_id: str, kind: str, access: Access) -> NewEvent:
    return NewEvent(
        aggregate_type="note",
        aggregate_id=note_id,
        kind=kind,
        data={},
        actor=access.principal.subject,
        at=NOW.wall(),
    )


def make_app(wiring: Wiring) -> FastAPI:
    settings = ServiceSettings(
        database_url=wiring.database_url,
        port=wiring.port,
        public_url=wiring.urls["notes"],
        issuer_url=wiring.issuer_url,
        sequencer_rest_s=0.02,
    )
    return build_app(
        Foundation.of(settings, wiring.clocks),
        about=About(name="notes", title="Notes", description="Notes."),
        rules=RULES,
        schema=SCHEMA,
        routers=[router],
        context=None,
    )


NOTES = ServiceUnderTest(name="notes", schema=lambda: SCHEMA, make_app=make_app)
