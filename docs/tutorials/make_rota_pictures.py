"""Where do the pictures of the rota managers' tutorial come from? Run this from the root of a
checkout; it needs chromium.
"""

import shutil
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from rosterer.baseline import baseline_plan
from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.report import write_report
from rosterer.sheets import Mapping, import_rota

HERE = Path(__file__).parent / "rota-managers"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)
DESK = 1280
ANSWERS = Mapping(codes={"BLUE": "training 09:00-17:00"})


def main() -> None:
    """Write the report of the tutorial's rota and of a generated case, and photograph parts of
    them.
    """
    imported = import_rota(HERE / "rota.csv", ANSWERS, today=date(2026, 10, 1))
    case = generate(people=40, days=28, seed=7)
    plan = baseline_plan(case)
    with tempfile.TemporaryDirectory() as directory:
        rota, service = Path(directory) / "rota.html", Path(directory) / "service.html"
        write_report(imported.case, imported.plan, judge(imported.case, imported.plan), rota)
        write_report(case, plan, judge(case, plan), service)
        with sync_playwright() as running:
            browser = running.chromium.launch(
                executable_path=shutil.which("chromium"), args=list(FLAGS)
            )
            for name, report, width, selector in (
                ("rota", rota, DESK, "#rota ~ section .scroll"),
                ("cover", service, DESK, "#cover ~ .panels"),
                ("map", service, DESK, "#map ~ .panels"),
            ):
                page = browser.new_page(viewport={"width": width, "height": 900})
                page.goto(report.as_uri())
                page.locator(selector).first.screenshot(path=HERE / f"{name}.png")
                page.close()
            browser.close()


if __name__ == "__main__":
    main()
