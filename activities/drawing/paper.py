"""Paper that was cut by hand."""

CUTS = 12


def paper_class(pk: int) -> str:
    return f"cut-{(pk * 7) % CUTS} tilt-{(pk * 13) % 10}"
