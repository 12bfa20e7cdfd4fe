"""Where do the pictures and figures of the planners' tutorial come from?

Run this from the root of a checkout (a minute or two): it writes the pictures and prints the
sentences with figures. A test compares them with the page.
"""

import re
from pathlib import Path

from rosterer.generate import generate
from rosterer.winter import charts
from rosterer.winter.comparison import comparison_table
from rosterer.winter.fullness import nodes_table
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.report import people_of
from rosterer.winter.scenarios import read_scenario
from rosterer.winter.search import Found, find_capacity
from rosterer.winter.settling import slope_of
from rosterer.winter.study import Study, study
from rosterer.winter.waiting import daily_table, delays_table, left_table

HERE = Path(__file__).parent / "planners"
SCENARIOS = ("base", "flu", "spot")
TOKENS = Path(__file__).parents[2] / "src/rosterer/frame/templates/frame/tokens.css"


def simulated() -> Study:
    """What section 3 of the tutorial runs."""
    case = generate(people=131, days=28, load="normal", seed=7)
    scenarios = [read_scenario(HERE / f"{name}.toml") for name in SCENARIOS]
    return study(case, scenarios, runs=1000, weeks=26, seed=1)


def sentences(done: Study) -> list[str]:
    """The tutorial's sentences with figures of section 3 and 4."""
    delays = delays_table(done).query("group == 'all' and measure == 'delayed_people'")
    base, flu, spot = delays.to_dict("records")
    left = left_table(done).query("scenario == 'spot' and group == 'all'").set_index("cause")
    queue = done.base.outcome.tally.queue.sum(axis=1, dtype=float)
    return [
        f"In this place {base['mean']:.0f} people are delayed on an average day (known to within "
        f"{base['mean_low']:.0f} to {base['mean_high']:.0f}), but in nine of ten winters between "
        f"{base['range_low']:.0f} and {base['range_high']:.0f}; with flu {flu['mean']:.0f} "
        f"({flu['range_low']:.0f} to {flu['range_high']:.0f}); with spot beds {spot['mean']:.0f} "
        f"({spot['range_low']:.0f} to {spot['range_high']:.0f}).",
        f"With spot beds {left.loc['recovered', 'mean']:.0f} people recover while they wait, "
        f"{left.loc['readmitted', 'mean']:.0f} are readmitted and {left.loc['died', 'mean']:.0f} "
        "die.",
        f"*{slope_of('all', queue).sentence[0].upper()}{slope_of('all', queue).sentence[1:]}*",
    ]


def capacity_lines(done: Study, found: Found) -> list[str]:
    """The table of section 5, a line each, of amounts that differ."""
    lines = []
    for lever, amount in zip(found.levers, found.amounts, strict=True):
        if amount == lever.now:
            continue
        people = people_of(done, lever, amount)
        words = f"{people['people']} people on {people['pattern']}" if people["people"] else ""
        lines.append(f"| {lever.name} | {lever.now} | {amount} | {lever.band} | {words} |")
    return lines


def alone(svg: str) -> str:
    """A picture of a report as a file of its own: with its name space and its colours."""
    colours = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-fA-F]+)", TOKENS.read_text("utf-8")))
    svg = re.sub(r"var\((--[\w-]+)\)", lambda m: colours.get(m[1], "#444444"), svg)
    svg = svg.replace("currentColor", "#212b32")
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def main() -> None:
    """Write the pictures and print what the page says."""
    done = simulated()
    prices = CapacityPrices()
    fans = charts.fan_panels(daily_table(done))
    pictures = {f"fan-{name}": panel for name, panel in zip(SCENARIOS, fans, strict=True)}
    pictures["tornado"] = charts.tornado_panel(comparison_table(done, prices))
    pictures["occupancy"] = charts.occupancy_panel(nodes_table(done))
    for name, panel in pictures.items():
        (HERE / f"{name}.svg").write_text(alone(panel.svg), encoding="utf-8")
    print("\n".join(sentences(done)))
    found = find_capacity(done.base, prices)
    print("\n".join(capacity_lines(done, found)))


if __name__ == "__main__":
    main()
