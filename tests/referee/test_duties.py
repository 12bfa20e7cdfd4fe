"""What does a row of duties stand for, and how far may a round go?"""

import pytest

from rosterer.referee.duties import Duty, read_duties
from rosterer.referee.geography import Geography
from rosterer.referee.register import Register
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import FixedDuty
from rosterer_models.vocabulary.place import Place
from rosterer_models.vocabulary.plan import DutyPiece
from rosterer_models.vocabulary.settings import Limits
from tests.cases import PLACES, day, duty, small_case

HOME_SHARE, A_TO_B_SHARE = 0.1, 0.1 + 10 / 120
"""Travel per contact minute at home, and ten minutes away with a journey every 120 minutes."""


def _read(*rows: DutyPiece, case: Case | None = None) -> Duty:
    duties, broken = read_duties(Register(case or small_case()), rows)
    assert broken == []
    (only,) = duties
    return only


def _minutes(duty: Duty) -> dict[tuple[str, str, str], float]:
    return {(piece.place, piece.band, piece.skill): piece.minutes for piece in duty.pieces}


def test_a_blank_row_gives_the_whole_contact_time_at_home_in_every_band() -> None:
    given = _minutes(_read(duty("dan", 0)))
    # 264 and 220 minutes of contact, a tenth of the time at people's homes spent between them.
    assert given == pytest.approx(
        {("B", "morning", "care"): 264 / 1.1, ("B", "evening", "care"): 220 / 1.1}
    )


def test_blank_pieces_of_a_band_share_its_contact_time_equally_before_travel() -> None:
    given = _minutes(_read(duty("dan", 0, place="A", band="morning"), duty("dan", 0, place="B")))
    assert given == pytest.approx(
        {
            ("A", "morning", "care"): 132 / (1 + A_TO_B_SHARE),
            ("B", "morning", "care"): 132 / (1 + HOME_SHARE),
            ("B", "evening", "care"): 220 / (1 + HOME_SHARE),
        }
    )


def test_minutes_that_are_given_stand() -> None:
    assert _minutes(_read(duty("dan", 0, place="A", band="morning", minutes=45.5))) == {
        ("A", "morning", "care"): 45.5
    }


def test_a_blank_skill_is_the_persons_first() -> None:
    assert {piece.skill for piece in _read(duty("ben", 4, "N")).pieces} == {"nurse"}


def test_a_row_with_a_unit_is_the_whole_duty() -> None:
    in_hub = _read(duty("cat", 0, place="hub"))
    assert in_hub.unit is not None
    assert (in_hub.unit.unit, in_hub.pieces, in_hub.serves_unit) == ("hub", (), True)


@pytest.mark.parametrize("place", ["hub", "A", None])
def test_training_serves_nothing_whatever_its_row_says(place: str | None) -> None:
    training = small_case(fixed=(FixedDuty(person="cat", date=day(0), shift="D", training=True),))
    trained = _read(duty("cat", 0, place=place), case=training)
    assert (trained.is_training, trained.serves_unit, trained.pieces) == (True, False, ())


def test_a_duty_is_fixed_with_the_fixed_shift_alone() -> None:
    fixed = small_case(fixed=(FixedDuty(person="cat", date=day(0), shift="N"),))
    assert not _read(duty("cat", 0, place="hub"), case=fixed).is_fixed
    assert _read(duty("cat", 0, "N", place="hub"), case=fixed).is_fixed


def _geography(**limits: float) -> Geography:
    extra = (
        Place(place="C", easting=2700, northing=3600),
        Place(place="D", easting=0, northing=4500),
    )
    return Geography((*PLACES, *extra), Limits.model_validate({"detour": 1, **limits}))


def test_equally_near_places_come_by_id() -> None:
    # B, C and D are all ten minutes from A; A itself is the nearest.
    assert _geography(nearest_places=3).round_reach("A", True) == {"A", "B", "C"}


def test_a_home_that_is_no_sector_does_not_count_among_the_nearest() -> None:
    assert _geography(nearest_places=1).round_reach("HUB", True) == {"A"}


def test_home_is_always_within_reach() -> None:
    assert _geography(reach_minutes=0).round_reach("FAR", False) == {"FAR"}


def test_who_walks_reaches_less_and_spends_more() -> None:
    geography = _geography(reach_minutes=20)
    assert geography.round_reach("A", True) == {"A", "B", "C", "D"}
    assert geography.round_reach("A", False) == {"A"}
    # Sixty minutes on foot.
    assert geography.share("A", "B", False) == pytest.approx(0.1 + 60 / 120)


def test_roads_are_longer_than_the_straight_way() -> None:
    assert _geography(detour=1.3).distance("A", "B") == pytest.approx(5850)
