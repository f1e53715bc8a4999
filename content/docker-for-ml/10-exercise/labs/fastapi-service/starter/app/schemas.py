"""What the service takes and gives. Anything else is answered with 422."""

from pydantic import BaseModel, Extra, Field


class Wine(BaseModel):
    """Four measurements of one wine, in the units of the data set. Names and order are those of train.FEATURES."""

    alcohol: float = Field(ge=8, le=20)
    flavanoids: float = Field(ge=0, le=10)
    color_intensity: float = Field(ge=0, le=20)
    proline: float = Field(ge=0, le=3000)

    class Config:
        extra = Extra.forbid


class Prediction(BaseModel):
    cultivar: int
    probabilities: list[float]
