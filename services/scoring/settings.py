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
    #: Processes of this one that count simulations side by side; 0 leaves them to other replicas.
    simulation_processes: int = Field(default=2, ge=0, le=64)
    #: Filings of a simulation that are counted together: what a kill costs at the most, on each process.
    simulation_part: int = Field(default=2000, ge=1, le=100_000)
    #: How long a simulation stays with a process that is not heard of any more.
    simulation_lease_s: float = Field(default=30, ge=1, le=3600)
    #: How often a waiting simulation is looked for.
    simulation_rest_s: float = Field(default=0.5, gt=0, le=60)

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
