"""The tables of simulations. What was hashed is kept as the bytes that were hashed."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from services.scoring.store.tables import metadata
from shared.database import UtcDateTime

simulations = Table(
    "simulation",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    # Both editions as they stood: canonical JSON of their references.
    Column("editions_bytes", LargeBinary, nullable=False),
    # Bundles of imported editions: a draft may be replaced meanwhile. Null for what ships.
    Column("base_bundle", LargeBinary, nullable=True),
    Column("other_bundle", LargeBinary, nullable=True),
    # Canonical JSON of the choice and its digest.
    Column("cohort_bytes", LargeBinary, nullable=False),
    # Ids of the chosen assessments, sorted, a line each, deflated.
    Column("members", LargeBinary, nullable=False),
    Column("applications", Integer, nullable=False),
    Column("part_size", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    # How often work on it was begun, the first time included.
    Column("attempts", Integer, nullable=False),
    Column("failure", String(40), nullable=True),
    # Who works on it: every write of a worker names this token.
    Column("lease_token", String(36), nullable=True),
    Column("leased_until", UtcDateTime, nullable=True),
    Column("result_sha256", String(64), nullable=True),
    Column("result_sm3", String(64), nullable=True),
    Column("created_by", String(200), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_by", String(200), nullable=True),
    Column("ended_at", UtcDateTime, nullable=True),
    Index("ix_simulation_created_at_id", "created_at", "id"),
)

#: One row a part of the cohort that was counted; gone when the simulation ends.
simulation_parts = Table(
    "simulation_part",
    metadata,
    Column("simulation_id", ForeignKey(simulations.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    # Both deflated: counts, and entries of affected filings, a line each.
    Column("counts", LargeBinary, nullable=False),
    Column("affected", LargeBinary, nullable=False),
)

#: The result of each simulation that is done; apart, because lists do not read it.
simulation_results = Table(
    "simulation_result",
    metadata,
    Column("simulation_id", ForeignKey(simulations.c.id), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
