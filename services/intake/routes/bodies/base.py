"""What all of intake's bodies share."""

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """Unknown fields are refused: a typing error must not pass for a value."""

    model_config = ConfigDict(extra="forbid")
