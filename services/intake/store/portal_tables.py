"""Tables of what goes to the ministry: paper copies, priority orders, joint opinions, forwardings."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from services.intake.store.tables import ID, JSON_, PATH, SUBJECT, UNIT, metadata
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

#: 推荐项目优先顺序. Its row serialises what a unit does: setting the order, recommending, handing in.
priority_orders = Table(
    "priority_order",
    metadata,
    Column("round_id", String(60), primary_key=True),
    Column("tier", String(20), primary_key=True),
    Column("unit_code", UNIT, primary_key=True),
    Column("unit_path", PATH, nullable=False),
    Column("version", Integer, nullable=False),
    Column("application_ids", JSON_, nullable=False),
    Column("changed_by", SUBJECT),
    Column("changed_at", UtcDateTime),
    Column("hand_in_id", ID, ForeignKey("hand_in.hand_in_id")),
)

#: Which bureaus were asked about an application; it also says what a bureau's officers may read.
opinion_requests = Table(
    "opinion_request",
    metadata,
    Column("application_id", ID, ForeignKey("application.application_id"), primary_key=True),
    Column("bureau", String(60), primary_key=True),
    Column("requested_at", UtcDateTime, nullable=False),
    Index("ix_opinion_request_bureau", "bureau", "application_id"),
)

#: 会同意见, every version.
joint_opinions = Table(
    "joint_opinion",
    metadata,
    Column("application_id", ID, ForeignKey("application.application_id"), primary_key=True),
    Column("bureau", String(60), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("opinion", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("given_by", SUBJECT, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
)

forwardings = Table(
    "forwarding",
    metadata,
    Column("forwarding_id", ID, primary_key=True),
    Column("round_id", String(60), nullable=False),
    Column("tier", String(20), nullable=False),
    Column("application_ids", JSON_, nullable=False),
    Column("forwarded_by", SUBJECT, nullable=False),
    Column("forwarded_at", UtcDateTime, nullable=False),
    # A tier of a round is forwarded once, whole.
    UniqueConstraint("round_id", "tier"),
)
