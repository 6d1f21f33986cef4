"""Settings of the scoring service, read from the environment with the prefix SCORING_."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings

#: Where development keeps the key that it makes for itself; refused anywhere else.
DEVELOPMENT_KEYS = Path("var/receipt-keys")


class ScoringSettings(ServiceSettings):
    """Safe to start with on a laptop."""

    model_config = SettingsConfigDict(env_prefix="SCORING_", env_file=".env", extra="ignore")

    database_url: str = "sqlite:///var/scoring.sqlite3"
    port: int = 8002
    public_url: str = "http://127.0.0.1:8002"
    #: A folder of editions to use instead of those that come with the service.
    editions_folder: Path | None = None
    #: A folder of scoring schemes to use instead of those that come with the service.
    schemes_folder: Path | None = None
    #: A folder of JWK files that sign receipts; development makes a key there by itself.
    receipt_keys_folder: Path = DEVELOPMENT_KEYS
    #: Signature algorithms of your own, ``module:object``, comma-separated; Ed25519 is always there.
    receipt_algorithms: str = ""
    #: Receipts printed at the same time.
    printing_threads: int = Field(default=1, ge=1, le=16)

    def named_algorithms(self) -> tuple[str, ...]:
        """List the algorithms that were brought."""
        return tuple(name.strip() for name in self.receipt_algorithms.split(",") if name.strip())

    def unsafe_in_production(self) -> list[str]:
        faults = super().unsafe_in_production()
        if self.receipt_keys_folder == DEVELOPMENT_KEYS:
            faults.append(
                "receipt_keys_folder: name a folder with a key of your own (tidu receipt-keys new FOLDER)"
            )
        return faults
