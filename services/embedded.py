"""The whole system in one process: object store, development issuer and the three services.

Each service runs in a thread and event loop of its own and calls the others through ordinary base URLs,
so that a laptop runs the same code as production. One service can be stopped and started while the
others go on, which is how demo and tests show what an outage does.
"""

import asyncio
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from pydantic.warnings import UnsupportedFieldAttributeWarning

from services.documents.app import SCHEMA as DOCUMENTS_SCHEMA
from services.documents.app import create_app as create_documents
from services.documents.settings import DocumentsSettings
from services.intake.app import create_app as create_intake
from services.intake.settings import IntakeSettings
from services.intake.store.schema import SCHEMA as INTAKE_SCHEMA
from services.object_store import EmbeddedObjectStore
from services.scoring.app import SCHEMA as SCORING_SCHEMA
from services.scoring.app import create_app as create_scoring
from services.scoring.settings import ScoringSettings
from shared.clock import Clocks
from shared.identity.development_issuer import DevelopmentIssuer, issuer_app
from shared.migrate import Schema
from shared.process import upgraded
from shared.server import ThreadedServer
from shared.settings import Environment, ServiceSettings

#: Where the development issuer keeps its key, so that `tidu token` can sign without a server.
ISSUER_KEY = "issuer/key.json"


class NotForProduction(RuntimeError):
    """The embedded system was asked for outside development."""


@dataclass(frozen=True, kw_only=True)
class EmbeddedSettings:
    """The settings of the three services, and the folder that everything else lives in."""

    folder: Path
    intake: IntakeSettings
    scoring: ScoringSettings
    documents: DocumentsSettings

    def services(self) -> dict[str, ServiceSettings]:
        """Name each service's settings."""
        return {"intake": self.intake, "scoring": self.scoring, "documents": self.documents}

    @classmethod
    def in_folder(cls, folder: Path, *, ports: tuple[int, int, int, int]) -> "EmbeddedSettings":
        """Lay a system of its own into a folder, on four ports: intake, scoring, documents, issuer."""
        intake, scoring, documents, issuer = (f"http://127.0.0.1:{port}" for port in ports)
        return cls(
            folder=folder,
            intake=IntakeSettings(
                database_url=f"sqlite:///{folder}/intake.sqlite3",
                port=ports[0],
                public_url=intake,
                scoring_url=scoring,
                documents_url=documents,
                issuer_url=issuer,
            ),
            scoring=ScoringSettings(
                database_url=f"sqlite:///{folder}/scoring.sqlite3",
                port=ports[1],
                public_url=scoring,
                issuer_url=issuer,
                receipt_keys_folder=folder / "receipt-keys",
            ),
            documents=DocumentsSettings(
                database_url=f"sqlite:///{folder}/documents.sqlite3",
                port=ports[2],
                public_url=documents,
                issuer_url=issuer,
                spool_folder=folder / "spool",
            ),
        )


class EmbeddedSystem:
    """Everything that one command starts."""

    def __init__(self, settings: EmbeddedSettings) -> None:
        for name, service in settings.services().items():
            if service.environment is not Environment.DEVELOPMENT:
                raise NotForProduction(
                    f"{name} is set to {service.environment}: in production each service runs by itself "
                    f"(python -m services.{name} serve)"
                )
        self._settings = settings
        # FastAPI hides this warning while it builds an application, and what it hides is put back by whichever
        # thread ends first: with several applications in one process it would come through now and then.
        warnings.filterwarnings("ignore", category=UnsupportedFieldAttributeWarning)
        # One pair of clocks for all, so that a moved business clock is moved everywhere.
        self._clocks = Clocks()
        self._servers: dict[str, ThreadedServer] = {}
        self.issuer = development_issuer(settings.folder, settings.intake)
        secret = settings.documents.store_secret_key.get_secret_value()
        self.object_store = EmbeddedObjectStore(
            settings.folder / "objects",
            access_key=settings.documents.store_access_key,
            secret_key=secret,
        )

    def start(self) -> None:
        """Migrate and start everything, callees before their callers."""
        self.object_store.start()
        # The service's own key may not: a key that makes buckets lifts locks too.
        self.object_store.make_bucket(self._settings.documents.store_bucket)
        asyncio.run(self._migrate())
        self._serve("issuer", lambda: issuer_app(self.issuer), self._settings.intake.issuer_url)
        for name in ("scoring", "documents", "intake"):
            self.start_service(name)

    def stop(self) -> None:
        """Stop everything, callers before their callees."""
        for name in ("intake", "documents", "scoring", "issuer"):
            self.stop_service(name)
        self.object_store.stop()

    def start_service(self, name: str) -> None:
        """Start one service."""
        makers: dict[str, Callable[[], FastAPI]] = {
            "scoring": lambda: create_scoring(self._settings.scoring, clocks=self._clocks),
            "documents": lambda: create_documents(self._documents_settings(), clocks=self._clocks),
            "intake": lambda: create_intake(self._settings.intake, clocks=self._clocks),
        }
        self._serve(name, makers[name], self.url(name))

    def stop_service(self, name: str) -> None:
        """Stop one service; the others go on without it."""
        server = self._servers.pop(name, None)
        if server is not None:
            server.stop()

    def url(self, name: str) -> str:
        """Tell where a service answers."""
        service = self._settings.services()[name]
        return f"http://{service.host}:{service.port}"

    def _serve(self, name: str, make_app: Callable[[], FastAPI], url: str) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        server = ThreadedServer(make_app, host=host, port=int(port))
        server.start()
        self._servers[name] = server

    def _documents_settings(self) -> DocumentsSettings:
        return self._settings.documents.model_copy(
            update={"store_endpoint": self.object_store.endpoint}
        )

    async def _migrate(self) -> None:
        schemas: dict[str, Schema] = {
            "intake": INTAKE_SCHEMA,
            "scoring": SCORING_SCHEMA,
            "documents": DOCUMENTS_SCHEMA,
        }
        for name, schema in schemas.items():
            await upgraded(self._settings.services()[name], schema)


def development_issuer(folder: Path, settings: ServiceSettings) -> DevelopmentIssuer:
    """Open the issuer whose key lies in a folder."""
    return DevelopmentIssuer(
        issuer_url=settings.issuer_url,
        audience=settings.audience,
        key_file=folder / ISSUER_KEY,
    )
