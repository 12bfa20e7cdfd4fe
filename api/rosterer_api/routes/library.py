"""What does the service know before anybody sends anything?"""

from typing import Annotated

from fastapi import APIRouter, Depends

from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import JsonRoute
from rosterer_api.routes.common import problems
from rosterer_models.library.patterns import USUAL_PATTERNS, UsualPattern
from rosterer_models.library.prices import USUAL_PRICES, UsualPrice
from rosterer_models.library.rules import CATALOGUE
from rosterer_models.library.rules_shape import Rule

router = APIRouter(
    route_class=JsonRoute, prefix="/v1/library", tags=["library"], responses=problems()
)
Reader = Annotated[Principal, Depends(allowed("cases.read"))]


@router.get("/patterns")
def list_patterns(principal: Reader) -> list[UsualPattern]:
    """Usual patterns of shifts."""
    return list(USUAL_PATTERNS)


@router.get("/rules")
def list_rules(principal: Reader) -> list[Rule]:
    """The rule catalogue."""
    return list(CATALOGUE)


@router.get("/prices")
def list_prices(principal: Reader) -> list[UsualPrice]:
    """The usual price list, with sources."""
    return list(USUAL_PRICES)
