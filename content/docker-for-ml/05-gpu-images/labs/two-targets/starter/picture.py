"""A picture of a digit is eight lines of eight characters, from white paper to black ink."""

INK = " .+*#"


def to_numbers(lines: list[str]) -> list[float]:
    """64 numbers from 0 (paper) to 4 (ink). Raises ValueError for anything that is no such picture."""
    if len(lines) != 8 or any(len(line) != 8 for line in lines):
        raise ValueError("a picture has 8 lines of 8 characters")
    return [float(INK.index(character)) for line in lines for character in line]
