"""Which breaches are new, or greater, and which are not?"""

from rosterer.explain.worse import worse
from rosterer.referee.verdict import Breach
from tests.cases import day


def _breach(by: float | None = None, who: str = "ann", follows: tuple[Breach, ...] = ()) -> Breach:
    return Breach(
        rule="weekly-rest", who=who, when=day(0), by=by, sentence=f"{by}", follows=follows
    )


def test_a_breach_that_is_greater_or_more_is_worse_and_one_that_is_smaller_is_not() -> None:
    assert worse([], [_breach(1)]) == [_breach(1)]
    assert worse([_breach(1)], [_breach(2)]) == [_breach(2)]
    assert worse([_breach(2)], [_breach(1)]) == []
    assert worse([_breach(1)], [_breach(1)]) == []
    assert worse([_breach()], [_breach()]) == []
    assert worse([_breach(1)], []) == []


def test_several_of_one_kind_are_compared_by_size() -> None:
    assert worse([_breach(3), _breach(1)], [_breach(1), _breach(3)]) == []
    assert worse([_breach(3)], [_breach(3), _breach(1)]) == [_breach(1)]
    assert worse([_breach(3), _breach(1)], [_breach(3), _breach(2)]) == [_breach(2)]


def test_what_follows_is_told_where_its_head_was_there_before() -> None:
    more = _breach(2, follows=(_breach(1, "ben"),))
    assert worse([_breach(2)], [more]) == [_breach(1, "ben")]
    assert worse([], [more]) == [more]
    assert worse([more], [more]) == []
