"""A store of its own with a database of its own, for tests that compare the two whole."""

import io
import json
import os
import subprocess
import sys
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from minio import Minio
from typer.testing import CliRunner, Result

from services.documents.__main__ import cli
from services.documents.domain.versions import Version
from services.documents.store.tables import document_versions
from services.documents.store.upload_tables import uploads
from services.documents.usecases.record_version import record_version
from shared.database import Database
from shared.digests import digests_of
from tests.architecture.sources import ROOT
from tests.harness.loop_thread import LoopThread

AT = datetime(2025, 7, 10, 2, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Versions with rows and bytes, and whatever a test does to either."""

    database: Database
    loop: LoopThread
    sdk: Minio
    bucket: str
    #: How the command reaches both.
    environment: dict[str, str]

    def put(self, key: str, data: bytes) -> str:
        """Put an object and give the store's name of its version."""
        result = self.sdk.put_object(self.bucket, key, io.BytesIO(data), len(data))
        assert result.version_id is not None
        return result.version_id

    def keep(self, data: bytes) -> Version:
        """Store bytes with their row."""
        document_id = str(uuid.uuid4())
        key = f"documents/{document_id}"
        digests = digests_of(data)
        version = Version(
            document_id=document_id,
            version_id=str(uuid.uuid4()),
            kind="stamped-scan",
            file_name="扫描件.pdf",
            media_type="application/pdf",
            size_bytes=len(data),
            sha256=digests.sha256,
            sm3=digests.sm3,
            page_count=1,
            stored_at=AT,
            stored_by="wang",
            object_key=key,
            object_version=self.put(key, data),
        )

        async def record() -> None:
            async with self.database.transaction() as connection:
                await record_version(connection, version, event_kind="document.stored")

        self.loop.run(record())
        return version

    def change_row(self, version: Version, **changes: Any) -> None:
        """Write into a version's row what no use case writes there."""

        async def change() -> None:
            async with self.database.transaction() as connection:
                await connection.execute(
                    sa.update(document_versions)
                    .where(document_versions.c.id == version.version_id)
                    .values(**changes)
                )

        self.loop.run(change())

    def begin_upload(self) -> str:
        """Write the row of an upload straight to the store that is under way; give its object's key."""
        document_id, upload_id = str(uuid.uuid4()), str(uuid.uuid4())
        row = {
            "document_id": document_id,
            "upload_id": upload_id,
            "kind": "stamped-scan",
            "file_name": "扫描件.pdf",
            "media_type": "application/pdf",
            "size_bytes": 9,
            "part_bytes": 8 * 2**20,
            "started_at": AT,
            "expires_at": AT,
            "started_by": "wang",
            "multipart_id": "m-1",
            "state": "open",
        }

        async def begin() -> None:
            async with self.database.transaction() as connection:
                await connection.execute(sa.insert(uploads).values(row))

        self.loop.run(begin())
        return f"uploads/{document_id}/{upload_id}"

    def remove(self, version: Version) -> None:
        """Take a version's bytes out of the store, past the service."""
        self.sdk.remove_object(self.bucket, version.object_key, version_id=version.object_version)

    def verify(self, *options: str, **settings: str) -> Result:
        """Run the command; the folder that the test stands in has no settings of a developer's."""
        return CliRunner().invoke(
            cli,
            ["verify", "--grace-s", "0", *options],
            env=self.environment | _named(settings),
            catch_exceptions=False,
        )

    def verify_and_die(
        self, *options: str, folder: Path, **settings: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run the command as a process of its own, which a fail point kills."""
        return subprocess.run(
            [sys.executable, "-m", "services.documents", "verify", "--grace-s", "0", *options],
            env=self.environment | _named(settings),
            cwd=folder,
            check=False,
            capture_output=True,
            encoding="utf-8",
        )


def shelf_environment(database: Database, **settings: str) -> dict[str, str]:
    """What the shell of the command holds."""
    url = database.engine.url
    plain = url.set(drivername=url.get_backend_name()).render_as_string(hide_password=False)
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "DOCUMENTS_DATABASE_URL": plain,
        **_named(settings),
    }


def found_in(report: Result) -> set[tuple[str, str]]:
    """Tell which key was found to be what; the probe that made the bucket is an orphan every time."""
    findings = json.loads(report.stdout)["findings"]
    return {(each["kind"], each["object_key"]) for each in findings} - {("orphaned", "probe")}


def _named(settings: dict[str, str]) -> dict[str, str]:
    return {f"DOCUMENTS_{name}".upper(): value for name, value in settings.items()}
