"""A snippet."""


def greet(name: str) -> str:
    """Say hello."""
    return f"hello {name}"


def part(value: int) -> int:
    return value * 2  # doubled
