"""What every mapping of a scenario file has in common."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A mapping in the file: unknown keys are mistakes, nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)
