"""Which addresses does the service answer? One file for each kind of thing."""

from fastapi import APIRouter

from rosterer_api.routes.administration import router as administration
from rosterer_api.routes.candidates import router as candidates
from rosterer_api.routes.cases import router as cases
from rosterer_api.routes.changes import router as changes
from rosterer_api.routes.deliveries import router as deliveries
from rosterer_api.routes.demo import router as demo
from rosterer_api.routes.explanations import router as explanations
from rosterer_api.routes.following import router as following
from rosterer_api.routes.health import router as health
from rosterer_api.routes.job_plan import router as job_plan
from rosterer_api.routes.jobs import router as jobs
from rosterer_api.routes.library import router as library
from rosterer_api.routes.plan_tables import router as plan_tables
from rosterer_api.routes.plans import router as plans
from rosterer_api.routes.scenarios import router as scenarios
from rosterer_api.routes.solve import router as solve
from rosterer_api.routes.stopping import router as stopping
from rosterer_api.routes.webhooks import router as webhooks
from rosterer_api.routes.winter_tables import router as winter_tables
from rosterer_api.routes.winters import router as winters

ROUTERS: tuple[APIRouter, ...] = (
    cases,
    changes,
    plans,
    plan_tables,
    explanations,
    candidates,
    following,
    solve,
    stopping,
    jobs,
    job_plan,
    scenarios,
    winters,
    winter_tables,
    library,
    demo,
    webhooks,
    deliveries,
    administration,
    health,
)
