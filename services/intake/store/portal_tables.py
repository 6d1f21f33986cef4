"""Tables of what goes to the ministry: paper copies of what was filed in its portal."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text

from services.intake.store.tables import ID, SUBJECT, metadata
from shared.database import UtcDateTime

#: 纸质申报书: a log, appended and never changed.
paper_copies = Table(
    "paper_copy",
    metadata,
    Column("paper_copy_id", ID, primary_key=True),
    Column("application_id", ID, ForeignKey("application.application_id"), nullable=False),
    Column("revision_number", Integer, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("copies", Integer, nullable=False),
    Column("equals_online", Boolean, nullable=False),
    Column("remark", Text),
    Column("by_unit", Boolean, nullable=False),
    Column("logged_by", SUBJECT, nullable=False),
    Column("logged_at", UtcDateTime, nullable=False),
    Index("ix_paper_copy_application_id", "application_id", "logged_at"),
)
