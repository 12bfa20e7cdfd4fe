"""What can be solved before anybody has sent anything?"""

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response

import rosterer
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import JsonRoute
from rosterer_api.made import JSON, Made, made
from rosterer_api.routes.common import TheService, problems
from rosterer_api.routes.sending import send, the_made
from rosterer_models.vocabulary.case import Case

router = APIRouter(
    route_class=JsonRoute, prefix="/v1/demo-data", tags=["library"], responses=problems(404)
)
Reader = Annotated[Principal, Depends(allowed("cases.read"))]
DemoName = Literal["small", "city"]
SIZES: dict[str, tuple[int, int]] = {"small": (40, 14), "city": (131, 28)}
"""People and days: the smallest with beds, and what Derby's home-first service consulted."""
SEED = 7


@router.get(
    "/{name}",
    response_model=Case,
)
async def get_demo_data(
    name: DemoName, request: Request, service: TheService, principal: Reader
) -> Response:
    """A synthetic case, always the same: ``small`` is solved in seconds, ``city`` in a minute."""
    tag = f"demo.{name}.{rosterer.__version__}"
    return await send(request, service, tag, await the_made(service, tag, partial(_demo, name)))


def _demo(name: str) -> Made:
    from rosterer.generate import generate

    people, days = SIZES[name]
    case = generate(people=people, days=days, load="normal", seed=SEED)
    return made(case.model_dump_json().encode(), JSON)
