"""Do lists stay quick beside very many jobs that have ended?"""

import statistics
import time

import httpx

PAGES = 100
"""Pages read one after the other for one figure."""
PAGE = 50


async def list_milliseconds(client: httpx.AsyncClient) -> float:
    """Median of a page of finished jobs, one after the other."""
    taken = []
    for _ in range(PAGES):
        began = time.perf_counter()
        (
            await client.get("/v1/jobs", params={"limit": PAGE, "state": "stopped"})
        ).raise_for_status()
        taken.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(taken), 2)


def fill(database: str, case: str, number: int) -> None:
    """Put so many ended jobs into the store."""
    from rosterer_api.storage import new_id, open_database
    from rosterer_api.storage.tables import JobRow

    store = open_database(database)
    with store.writing() as session:
        session.add_all(
            JobRow(
                id=new_id("job"),
                kind="solve",
                state="stopped",
                case_id=case,
                created_by="load",
                finished=time.time(),
            )
            for _ in range(number)
        )
    store.close()
