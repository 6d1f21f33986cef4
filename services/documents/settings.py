"""Settings of the documents service, from the environment with the prefix DOCUMENTS_."""

from pathlib import Path
from typing import ClassVar

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.settings import ServiceSettings

#: What a laptop starts with; worthless anywhere else.
DEVELOPMENT_SECRET = "development-only-and-refused-elsewhere"  # noqa: S105 - refused in production

_SHORTEST_SECRET = 32


class OperatorKey(BaseSettings):
    """The store's key that lifts locks: in the environment of the operator's command, never of the service."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="DOCUMENTS_OPERATOR_", extra="ignore", hide_input_in_errors=True
    )

    access_key: str
    secret_key: SecretStr


class DocumentsSettings(ServiceSettings):
    """See the README for what each one does; all of them have a default that suits a laptop."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="DOCUMENTS_", env_file=".env", extra="ignore"
    )

    database_url: str = "sqlite:///var/documents/documents.sqlite"
    port: int = Field(default=8003, ge=0, le=65535)
    public_url: str = "http://127.0.0.1:8003"
    #: Signs tickets; every replica of this service has the same, and nobody else has it.
    ticket_secret: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    #: ``host:port`` of an S3-compatible store.
    store_endpoint: str = "127.0.0.1:8333"
    #: The store's access key.
    store_access_key: str = "tidu"
    #: The store's secret key.
    store_secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    #: The bucket, with versions and object lock; the operator makes it, or the service if its key may.
    store_bucket: str = "tidu-documents"
    #: Whether the store is spoken to over TLS; set it to true unless its network is private.
    store_secure: bool = False
    #: Where people reach the store to send parts of large files; none means ``store_endpoint``. Only its S3 port may be
    #: reachable, through a proxy that keeps the Host header, and it must allow PUT from the front end's origin (CORS).
    store_public_url: str | None = None
    #: The store's region, as signatures name it.
    store_region: str = "us-east-1"
    #: Calls to the store at the same time.
    store_threads: int = Field(default=8, ge=1, le=64)
    #: How long to wait for the store to answer.
    store_timeout_s: float = Field(default=30.0, gt=0, le=300)
    #: Where uploads wait until they are stored: a local disk with room for all that come at once.
    spool_folder: Path = Path("var/documents/spool")
    #: An upload that sends nothing for this long is given up.
    upload_idle_timeout_s: float = Field(default=60.0, gt=0, le=600)
    #: How long the address of a part is good: as long as filling in a form takes.
    part_url_life_s: int = Field(default=43_200, ge=60, le=604_800)
    #: The usual size of a part; S3 takes no smaller ones.
    upload_part_bytes: int = Field(default=8 * 2**20, ge=5 * 2**20, le=2**30)
    #: An upload straight to the store that is not completed by then is swept, and so are parts that nobody knows.
    upload_life_s: int = Field(default=259_200, ge=3600, le=2_592_000)
    #: How often it is looked for uploads to sweep.
    upload_sweep_rest_s: float = Field(default=60.0, gt=0, le=3600)
    #: Processes that look into files.
    inspection_workers: int = Field(default=2, ge=1, le=32)
    #: How long looking into one file may take.
    inspection_timeout_s: float = Field(default=30.0, gt=0, le=300)
    #: Processes that draw pages for people.
    picture_workers: int = Field(default=2, ge=1, le=32)
    #: How long drawing one page may take.
    picture_timeout_s: float = Field(default=30.0, gt=0, le=300)
    #: Forms printed at the same time.
    printing_threads: int = Field(default=2, ge=1, le=16)
    #: Versions that this process looks deeper into at the same time; 0 leaves it to workers of their own.
    check_workers: int = Field(default=1, ge=0, le=32)
    #: How often the queue of checks is looked at when it is empty.
    check_rest_s: float = Field(default=0.5, gt=0, le=60)
    #: How long one step of the checks may take.
    check_timeout_s: float = Field(default=120.0, gt=0, le=3600)
    #: How long a version stays with a worker that is not heard of.
    check_lease_s: float = Field(default=120.0, gt=0, le=3600)
    #: A folder of root certificates (PEM or DER): signatures inside PDFs that lead to one of them are told as trusted.
    trusted_roots: str | None = None
    #: ``host:port`` of clamd, or the path of its socket; empty: nothing is examined for malware.
    clamd: str = Field(default="", pattern=r"^(/.+|.+:[0-9]{1,5})?$")
    #: Types and limits of each kind; none means the file that comes with the service.
    kinds_file: Path | None = None

    def public_store_url(self) -> str:
        """Tell where people reach the store."""
        scheme = "https" if self.store_secure else "http"
        return self.store_public_url or f"{scheme}://{self.store_endpoint}"

    def unsafe_in_production(self) -> list[str]:
        faults = super().unsafe_in_production()
        for name in ("ticket_secret", "store_secret_key"):
            secret = getattr(self, name).get_secret_value()
            if secret == DEVELOPMENT_SECRET:
                faults.append(f"{name}: set a secret of your own")
        if len(self.ticket_secret.get_secret_value().encode()) < _SHORTEST_SECRET:
            faults.append(f"ticket_secret: {_SHORTEST_SECRET} bytes at least")
        return faults
