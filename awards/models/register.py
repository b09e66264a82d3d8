"""The register: who applied, who holds which award, who is banned; and the office's numbers."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table

from engine.db import metadata

# Every award ever given, whatever the scheme; `document_date` starts all its terms (J-27).
award = Table(
    "award",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("applicant", String(64), nullable=False, index=True),  # credit code, or keyed hash of a person
    Column("applicant_name", String(200), nullable=False),
    Column("scheme", String(60), nullable=False),
    Column("level", String(60), nullable=False),
    Column("category", String(60), nullable=False),
    Column("document_number", String(100), nullable=False),
    Column("document_date", Date, nullable=False),
    Column("certificate", String(100)),
    Column("case_key", String(200), unique=True),
    Column("revoked_on", Date),
    Column("revocation_ground", String(20)),  # fraud | accident | other
)

# Nothing of this scheme may be applied for through the day `until` (J-35, J-36).
ban = Table(
    "ban",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("applicant", String(64), nullable=False, index=True),
    Column("scheme", String(60), nullable=False),
    Column("ground", String(20), nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("until", Date, nullable=False),
)

# Applications at every level of government, for the same-year check (J-18.1).
application = Table(
    "application",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("applicant", String(64), nullable=False),
    Column("scheme", String(60), nullable=False),
    Column("government", String(20), nullable=False),  # district | city
    Column("submitted_on", Date, nullable=False),
    Column("status", String(30), nullable=False),  # open | closed | withdrawn-before-acceptance
    Column("case_key", String(200)),
    Column("declared", Boolean, nullable=False, default=False),
)
Index("ix_application_year", application.c.applicant, application.c.submitted_on)

number_series = Table(
    "number_series",
    metadata,
    Column("series", String(100), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)
