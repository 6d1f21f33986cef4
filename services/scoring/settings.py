"""Settings of the scoring service, read from the environment with the prefix SCORING_."""

from pathlib import Path

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
