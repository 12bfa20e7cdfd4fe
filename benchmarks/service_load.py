"""Does the service stay quick while a worker solves, and does it lose anything under load?

Readers and a stream of submissions against ``rosterer serve`` with one worker, on this machine,
client included. First without jobs (the idle figures), then with a worker solving all the time;
then beside somebody without a key who sends 50 bodies of a megabyte a second, none of which may be
read; then lists beside many finished jobs, the time from submission to solving, and the time until
a silent worker's job is taken over. One JSON line for each.
"""

import argparse
import asyncio
import statistics
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx
from sqlalchemy import func, select

from benchmarks._keyless import Sent, body_bytes_read, flood
from benchmarks._lists import PAGE, fill, list_milliseconds
from benchmarks._readers import Taken, read_for
from benchmarks._record import Line, keep, machine, software
from benchmarks._running_service import Running, running_service
from benchmarks._starts import submit as submit_one
from benchmarks._starts import until, until_solving
from benchmarks._takeover import takeover_seconds
from rosterer_api.storage import open_database
from rosterer_api.storage.tables import PlanRow

NAME = "service-load"
SUMMARY = (
    "reads and submissions beside a solving worker; long lists; takeover of a silent worker's job"
)
PARTS = ("latency", "load", "keyless", "lists", "takeover")
KEYLESS_CONNECTIONS = 20
KEYLESS_BODIES_A_SECOND = 50
STARTS = 10
FAULTS = ("errors", "jobs_lost", "jobs_doubled", "keyless_bytes_read")


def main(argv: Sequence[str]) -> int:
    """Run the study and print its figures as JSON lines; 1 when a request failed or a job was
    lost.
    """
    parser = argparse.ArgumentParser(prog=NAME, description=SUMMARY)
    parser.add_argument(
        "--database", default="sqlite", help="sqlite or postgresql for one of its own, or a URL"
    )
    parser.add_argument(
        "--seconds", type=float, default=120, help="of the load; the idle reads take a quarter"
    )
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument(
        "--pause",
        type=float,
        default=1.0,
        help="mean seconds between two reads of a reader; 0 for none",
    )
    parser.add_argument("--submissions", type=float, default=5, help="a second")
    parser.add_argument(
        "--finished", type=int, default=10_000, help="finished jobs beside which lists are read"
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--out", type=Path, help="a file to which the lines are added")
    options = parser.parse_args(argv)
    about: Line = {"benchmark": NAME, "machine": machine(), "software": software()}
    with running_service(options.database) as running:
        return asyncio.run(_all(running, options, {**about, "database": running.kind}))


async def _all(running: Running, options: argparse.Namespace, about: Line) -> int:
    is_good = True
    async for line in _lines(running, options):
        keep({**about, **line}, options.out)
        is_good = is_good and not any(line.get(name) for name in FAULTS)
    return 0 if is_good else 1


async def _lines(running: Running, options: argparse.Namespace) -> AsyncIterator[Line]:
    from rosterer.generate import generate

    headers = {"Authorization": f"Bearer {running.key}"}
    async with httpx.AsyncClient(
        base_url=running.url,
        headers=headers,
        timeout=90,
        trust_env=False,
        # shorter than the server's, so that none is used in the moment in which it is closed
        limits=httpx.Limits(max_connections=100, keepalive_expiry=2.0),
    ) as client:
        made = await client.post(
            "/v1/cases",
            content=generate(people=20, days=14, load="normal", seed=7).model_dump_json(),
        )
        case = str(made.raise_for_status().json()["id"])
        if "latency" in options.parts:
            taken = [await until_solving(client, case) for _ in range(STARTS)]
            yield {
                "part": "latency",
                **_spread("submission_to_solving_seconds", [solving for solving, _ in taken]),
            }
            yield {
                "part": "latency",
                **_spread("submission_to_first_word_seconds", [word for _, word in taken]),
            }
        await asyncio.to_thread(fill, running.database, case, PAGE)  # whole pages from the first
        if "load" in options.parts:
            yield await _load(client, running, case, options)
        if "keyless" in options.parts:
            yield await _load(client, running, case, options, is_flooded=True)
        if "lists" in options.parts:
            before = await list_milliseconds(client)
            await asyncio.to_thread(fill, running.database, case, options.finished)
            beside = await list_milliseconds(client)
            figures = {
                "milliseconds_before": before,
                "milliseconds_beside": beside,
                "ratio": round(beside / before, 2),
            }
            yield {"part": "lists", "finished_jobs": options.finished, **figures}
        if "takeover" in options.parts:
            job = await submit_one(client, case, 60)
            await until(client, job, "solving")
            yield {
                "part": "takeover",
                "seconds": round(await takeover_seconds(client, running, job), 2),
            }
            await client.post(f"/v1/jobs/{job}/stop")


async def _load(
    client: httpx.AsyncClient,
    running: Running,
    case: str,
    options: argparse.Namespace,
    *,
    is_flooded: bool = False,
) -> Line:
    jobs: list[str] = []

    def paths() -> list[str]:
        return [
            "/v1/jobs?limit=20",
            f"/v1/cases/{case}",
            "/v1/plans?limit=20",
            f"/v1/jobs/{jobs[-1]}" if jobs else "/v1/jobs",
        ]

    async def submit() -> None:
        jobs.append(await submit_one(client, case, 20))

    async def phase(seconds: float, submissions: float) -> Taken:
        readers, pause = options.readers, options.pause
        reading = read_for(
            seconds,
            running.url,
            running.key,
            paths,
            readers=readers,
            pause=pause,
            submit=submit,
            submissions=submissions,
        )
        return await reading

    used = running.processor_seconds()
    idle = await phase(options.seconds / 4, 0)
    if used is not None:
        used = (running.processor_seconds() or used) - used
    before = await body_bytes_read(client)
    flooding = asyncio.create_task(_flood(running, options.seconds if is_flooded else 0))
    loaded = await phase(options.seconds, options.submissions)
    keyless = await flooding
    read = await body_bytes_read(client) - before
    for job in jobs:
        await client.post(f"/v1/jobs/{job}/stop")
    flood_figures: Line = {
        "keyless_bodies": keyless.bodies,
        "keyless_bytes_sent": keyless.bytes,
        "keyless_bytes_read": read,
        "keyless_answers": dict(keyless.answers),
    }
    return {
        "part": "keyless" if is_flooded else "load",
        **{name: getattr(options, name) for name in ("seconds", "readers", "pause", "submissions")},
        "errors": idle.errors + loaded.errors,
        "jobs_submitted": len(jobs),
        "jobs_lost": await _num_lost(client, jobs),
        "jobs_doubled": await asyncio.to_thread(_num_doubled, running),
        **(flood_figures if is_flooded else {}),
        "idle_reads_a_second": round(len(idle.milliseconds) / (options.seconds / 4)),
        "loaded_reads_a_second": round(len(loaded.milliseconds) / options.seconds),
        **_spread("idle_milliseconds", idle.milliseconds),
        **_spread("loaded_milliseconds", loaded.milliseconds),
        "p95_ratio": round(_p95(loaded.milliseconds) / _p95(idle.milliseconds), 2),
        "server_milliseconds_a_read": None
        if used is None
        else round(1000 * used / max(1, idle.num_reads), 2),
    }


async def _flood(running: Running, seconds: float) -> Sent:
    return await flood(
        running.url,
        seconds,
        connections=KEYLESS_CONNECTIONS,
        bodies_a_second=KEYLESS_BODIES_A_SECOND,
    )


async def _num_lost(client: httpx.AsyncClient, jobs: Sequence[str]) -> int:
    """How many jobs have not come to an end although they were stopped."""
    states = [(await client.get(f"/v1/jobs/{job}?wait=60")).json()["state"] for job in jobs]
    return sum(state not in ("stopped", "completed") for state in states)


def _num_doubled(running: Running) -> int:
    """How many jobs have more than one plan."""
    store = open_database(running.database)
    made = select(PlanRow.job_id).where(PlanRow.job_id.is_not(None)).group_by(PlanRow.job_id)
    with store.reading() as session:
        doubled = len(session.execute(made.having(func.count() > 1)).all())
    store.close()
    return doubled


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def _spread(name: str, values: list[float]) -> Line:
    figures = {"median": statistics.median(values), "p95": _p95(values), "most": max(values)}
    return {f"{name}_{which}": round(value, 3) for which, value in figures.items()}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
