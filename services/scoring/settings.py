"""Settings of the scoring service, read from the environment with the prefix SCORING_."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


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
    #: Processes of this one that count simulations side by side; 0 leaves them to other replicas.
    simulation_processes: int = Field(default=2, ge=0, le=64)
    #: Filings of a simulation that are counted together: what a kill costs at the most, on each process.
    simulation_part: int = Field(default=2000, ge=1, le=100_000)
    #: How long a simulation stays with a process that is not heard of any more.
    simulation_lease_s: float = Field(default=30, ge=1, le=3600)
    #: How often a waiting simulation is looked for.
    simulation_rest_s: float = Field(default=0.5, gt=0, le=60)
