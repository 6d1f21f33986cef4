"""Intake's settings, from the environment with the prefix INTAKE_."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from shared.identity.development_issuer import DEVELOPMENT_CLIENT_SECRET
from shared.settings import ServiceSettings


class IntakeSettings(ServiceSettings):
    """See services/intake/README.md for what each one means."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_", env_file=".env", extra="ignore")

    database_url: str = "sqlite:///var/intake/intake.sqlite3"
    port: int = Field(default=8001, ge=0, le=65535)
    public_url: str = "http://127.0.0.1:8001"
    #: Where intake itself reaches the scoring service.
    scoring_url: str = "http://127.0.0.1:8002"
    #: Where intake itself reaches the documents service.
    documents_url: str = "http://127.0.0.1:8003"
    #: How intake shows itself to the issuer, to get a token with the role ``service``.
    client_id: str = "intake"
    #: The secret that goes with the client id.
    client_secret: SecretStr = SecretStr(DEVELOPMENT_CLIENT_SECRET)
    #: How long the relay rests when there is nothing to deliver.
    relay_rest_s: float = Field(default=0.2, gt=0, le=60)
    #: How long the pollers of the other services' feeds rest when there is nothing new.
    poll_rest_s: float = Field(default=0.3, gt=0, le=60)
    #: An upload ticket lives as long as filling in the form and scanning takes.
    upload_ticket_life_s: int = Field(default=4 * 3600, ge=60, le=24 * 3600)
    #: How long a download link works.
    read_ticket_life_s: int = Field(default=900, ge=30, le=24 * 3600)

    def unsafe_in_production(self) -> list[str]:
        faults = super().unsafe_in_production()
        if self.client_secret.get_secret_value() == DEVELOPMENT_CLIENT_SECRET:
            faults.append("client_secret: the development secret opens nothing worth having")
        return faults
