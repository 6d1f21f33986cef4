"""Settings that every service has: safe to start with on a laptop, refused where they are not safe."""

from enum import StrEnum
from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.clock import Clocks, system_wall_clock

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Environment(StrEnum):
    """Where the service runs."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class ServiceSettings(BaseSettings):
    """What a service's own settings class inherits; each service has its own prefix."""

    # A refused start is printed: the values, passwords among them, must not be.
    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(hide_input_in_errors=True)

    #: ``development`` or ``production``, which refuses what is only safe on a laptop.
    environment: Environment = Environment.DEVELOPMENT
    #: ``sqlite:///FILE`` or ``postgresql://USER:PASSWORD@HOST/DATABASE``.
    database_url: str
    #: Connections kept open by each process; under load it opens as many again.
    database_pool_size: int = Field(default=10, ge=1, le=200)
    #: The address to listen on: loopback, until a proxy or a container needs another one.
    host: str = "127.0.0.1"
    #: The port to listen on.
    port: int = Field(ge=0, le=65535)
    #: The address under which callers reach this service.
    public_url: str
    #: The OpenID Connect issuer whose tokens count; its discovery document is read from here.
    issuer_url: str = "http://127.0.0.1:8004"
    #: What a token's ``aud`` must name.
    audience: str = "tidu"
    #: ``DEBUG``, ``INFO``, ``WARNING`` or ``ERROR``.
    log_level: str = "INFO"
    #: How often committed events get their place in the feed.
    sequencer_rest_s: float = Field(default=0.1, gt=0, le=10)
    #: Names of fail points, comma-separated: the process kills itself there. Development only.
    fail_at: str = ""

    @property
    def is_development(self) -> bool:
        """Tell whether the development aids may be used."""
        return self.environment is Environment.DEVELOPMENT

    def fail_points(self) -> list[str]:
        """List the armed fail points."""
        return [name.strip() for name in self.fail_at.split(",") if name.strip()]

    def unsafe_in_production(self) -> list[str]:
        """Name each setting that production must not have; services add theirs."""
        faults = []
        if self.database_url.startswith("sqlite"):
            faults.append("database_url: SQLite serves one process; name a PostgreSQL server")
        if self.fail_points():
            faults.append("fail_at: fail points kill the process")
        issuer = urlsplit(self.issuer_url)
        if issuer.scheme != "https" or issuer.hostname in LOOPBACK:
            faults.append("issuer_url: name an OpenID Connect issuer over https")
        if urlsplit(self.public_url).hostname in LOOPBACK:
            faults.append("public_url: callers cannot reach a loopback address")
        return faults

    @model_validator(mode="after")
    def _refuse_unsafe_production(self) -> "ServiceSettings":
        if self.environment is Environment.PRODUCTION:
            faults = self.unsafe_in_production()
            if faults:
                raise ValueError("not fit for production: " + "; ".join(faults))
        return self

    def clocks(self) -> Clocks:
        """Make the service's clocks."""
        return Clocks(wall=system_wall_clock)
