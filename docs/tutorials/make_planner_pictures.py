"""Where do the pictures and figures of the planners' tutorial come from? Run this from the root of
a checkout (half a minute).
"""

from pathlib import Path

import pandas as pd

from rosterer.generate import generate
from rosterer.winter import charts
from rosterer.winter.conditions import read_scenario
from rosterer.winter.measures import (
    CapacityPrices,
    comparison_table,
    daily_table,
    delays_table,
    nodes_table,
)
from rosterer.winter.search import find_capacity
from rosterer.winter.study import study

HERE = Path(__file__).parent / "planners"
SCENARIOS = ("base", "flu", "spot")


def main() -> None:
    """Simulate the tutorial's scenarios and write its pictures."""
    case = generate(people=131, days=28, load="normal", seed=7)
    done = study(
        case,
        [read_scenario(HERE / f"{name}.toml") for name in SCENARIOS],
        runs=1000,
        weeks=26,
        seed=1,
    )
    prices = CapacityPrices()
    found = find_capacity(done.base, prices)
    curve = pd.DataFrame(
        [
            {"lever": lever, "amount": amount, "pounds": pounds}
            for lever, amount, pounds, _ in found.curve
        ]
    )
    pictures = {
        "fan": charts.fan_chart(daily_table(done)),
        "tornado": charts.tornado_chart(comparison_table(done, prices)),
        "occupancy": charts.occupancy_chart(nodes_table(done)),
        "capacity": charts.capacity_chart(curve),
    }
    for name, picture in pictures.items():
        (HERE / f"{name}.svg").write_text(charts.svg(picture), encoding="utf-8")
    delays = delays_table(done)
    print(
        delays[(delays["group"] == "all") & (delays["measure"] == "delayed_people")].to_string(
            index=False
        )
    )
    for lever, amount in zip(found.levers, found.amounts, strict=True):
        print(f"{lever.name}: {lever.now} -> {amount}")
    print(
        f"£{found.pounds_now:,.0f} now, £{found.pounds:,.0f} as found, "
        f"{found.share_within:.0%} within the standard"
    )


if __name__ == "__main__":
    main()
