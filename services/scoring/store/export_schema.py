"""Reads a panel's export back, on any machine; whatever is not of its form is refused with its place."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from services.scoring.domain.panels.commitment import Alphabet, Commitment, NamedValue
from services.scoring.domain.panels.draw import Recusal
from services.scoring.store.schema_parts import Data
from services.scoring.store.scheme_schema import Number

_Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class CommitmentData(Data):
    secret_sha256: _Hex
    what: str
    where: str
    known_at: datetime
    alphabet: Alphabet
    length: Annotated[int, Field(ge=1, le=1000)]

    def commitment(self) -> Commitment:
        return Commitment(
            secret_sha256=self.secret_sha256,
            value=NamedValue(
                what=self.what,
                where=self.where,
                known_at=self.known_at,
                alphabet=self.alphabet,
                length=self.length,
            ),
        )


class RevealData(Data):
    secret: _Hex
    public_value: Annotated[str, Field(pattern=r"^[0-9a-f]{1,1000}$")]
    source: str


class RecusalData(Data):
    counter: int
    application_id: str
    expert_id: str
    is_whole: bool
    replacement_id: str | None
    reason: str
    recused_by: str
    recused_at: str

    def recusal(self) -> Recusal:
        return Recusal(
            counter=self.counter,
            application_id=self.application_id,
            expert_id=self.expert_id,
            is_whole=self.is_whole,
            replacement_id=self.replacement_id,
        )


class BallotData(Data):
    application_id: str
    expert_id: str
    state: Literal["open", "handed-in", "void"]
    is_counted: bool
    version: int
    points: dict[str, Number]
    remark: str | None
    salt: str | None
    ballot_sha256: str | None
    handed_in_at: datetime | None
    #: Shown for people; a ballot counts as it was handed in.
    saved: list[dict[str, JsonValue]]


class ExportData(Data):
    form: Literal["tidu-panel-export-1"]
    basis: dict[str, JsonValue]
    basis_sha256: _Hex
    basis_sm3: _Hex
    commitment: CommitmentData
    reveal: RevealData
    draw: dict[str, JsonValue]
    draw_sha256: _Hex
    draw_sm3: _Hex
    recusals: list[RecusalData]
    ballots: list[BallotData] | None
    result: dict[str, JsonValue] | None
    result_sha256: _Hex | None
    result_sm3: _Hex | None
    signature: str | None
