"""Is that tried next which gained most for its effort?"""

from rosterer_models.heuristics.select import BestGain


def test_each_way_is_tried_once_in_the_order_given() -> None:
    ways, seen = BestGain(["a", "b", "c"]), []
    for _ in range(3):
        seen.append(ways.choose())
        ways.learn(seen[-1], 100.0 if seen[-1] == "b" else 0.0, 1.0)
    assert seen == ["a", "b", "c"]
    assert ways.choose() == "b"


def test_a_way_that_gains_no_more_gives_way_to_one_that_did() -> None:
    ways = BestGain(["a", "b"])
    ways.learn("a", 100.0, 1.0)
    ways.learn("b", 30.0, 1.0)
    tries = 0
    while ways.choose() == "a":
        ways.learn("a", 0.0, 1.0)
        tries += 1
        assert tries < 10
    assert tries > 0


def test_gain_counts_by_its_effort() -> None:
    ways = BestGain(["slow", "fast"])
    ways.learn("slow", 100.0, 10.0)
    ways.learn("fast", 50.0, 1.0)
    assert ways.choose() == "fast"


def test_a_loss_counts_as_no_gain() -> None:
    ways = BestGain(["a", "b"])
    ways.learn("a", -100.0, 1.0)
    ways.learn("b", 0.0, 1.0)
    assert ways.choose() == "a"


def test_where_nothing_gains_any_more_every_way_has_its_turn() -> None:
    ways = BestGain(["a", "b", "c"])
    for way, gain in (("a", 5.0), ("b", 0.0), ("c", 0.0)):
        ways.learn(way, gain, 1.0)
    seen = list[str]()
    for _ in range(6):
        seen.append(ways.choose())
        ways.learn(seen[-1], 0.0, 1.0)
    assert seen == ["a", "b", "c", "a", "b", "c"]
