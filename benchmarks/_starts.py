"""After how long is a job under way?"""

import asyncio
import time

import httpx

LOOK_SECONDS = 0.02
REST_SECONDS = 3.0
"""After a job was stopped, until the worker is idle again and its next process is ready."""


async def submit(client: httpx.AsyncClient, case: str, seconds: float) -> str:
    """The id of a new job that solves a case for so long."""
    answer = await client.post("/v1/jobs", json={"case": case, "request": {"time_limit": seconds}})
    return str(answer.raise_for_status().json()["id"])


async def until(client: httpx.AsyncClient, job: str, state: str) -> None:
    """Wait for a state."""
    while (await client.get(f"/v1/jobs/{job}")).json()["state"] != state:
        await asyncio.sleep(LOOK_SECONDS)


async def until_solving(client: httpx.AsyncClient, case: str) -> tuple[float, float]:
    """Seconds from sending a job to an idle worker until it is solving, and until its search first
    speaks; then it is stopped.
    """
    began = time.perf_counter()
    job = await submit(client, case, 30)
    await until(client, job, "solving")
    solving = time.perf_counter() - began
    while not (await client.get(f"/v1/jobs/{job}")).json()["progress"]:
        await asyncio.sleep(LOOK_SECONDS)
    word = time.perf_counter() - began
    await client.post(f"/v1/jobs/{job}/stop")
    await client.get(f"/v1/jobs/{job}?wait=60")
    await asyncio.sleep(REST_SECONDS)
    return solving, word
