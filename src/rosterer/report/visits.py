"""Where does a round go in each part of the day, in words of the person who goes?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rosterer.report.worked import WorkedDay
from rosterer_models.vocabulary.plan import DutyPiece
from rosterer_models.vocabulary.shift import Band


def visit_lines(worked: WorkedDay, bands: Mapping[str, Band]) -> list[str]:
    """A line for each part of the day with its places, in the order of the plan."""
    rounds: dict[str, list[DutyPiece]] = defaultdict(list)
    for piece in worked.pieces:
        rounds[piece.band or ""].append(piece)
    lines = []
    for name, pieces in rounds.items():
        band = bands.get(name)
        when = f"{name}, {band.start} to {band.end}" if band else "the whole shift"
        lines.append(f"{when}: {_places(worked, pieces)}")
    return lines


def _places(worked: WorkedDay, pieces: Sequence[DutyPiece]) -> str:
    """Places with the time there, each once."""
    minutes: dict[str, float] = defaultdict(float)
    for piece in pieces:
        minutes[piece.place or worked.person.home] += piece.minutes or 0
    return ", then ".join(
        f"{place} ({duration(amount)})" if round(amount) else place
        for place, amount in minutes.items()
    )


def duration(minutes: float) -> str:
    """``1 h 30 min``."""
    hours, rest = divmod(round(minutes), 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part
    )
