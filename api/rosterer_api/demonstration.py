"""What is there to look at, before anybody has sent anything of their own?

The shipped case of a city's size with a careful manager's plan, and a search for a better one under
way. All of it is kept by one key and looked at with another, so that whoever looks may approve what
they did not make. Nobody has these two keys: the way in is an invitation.
"""

from sqlalchemy import select

from rosterer_api.auth.keys import make_key
from rosterer_api.auth.roles import Role
from rosterer_api.cases import case_row
from rosterer_api.jobs.submit import job_row, submit
from rosterer_api.plans import judged
from rosterer_api.routes.demo import SEED, SIZES
from rosterer_api.settings import state_folder
from rosterer_api.storage import Database, new_id
from rosterer_api.storage.documents import packed_object
from rosterer_api.storage.tables import CaseRow, KeyRow, PlanRow
from rosterer_models.vocabulary.plan import Plan

LOOKING, MAKING = "key-demonstration", "key-demonstration-made"
EXTERNAL_ID = "demonstration"
SEARCH_SECONDS = 60.0


def demonstration_database() -> str:
    """A file of its own, so that a demonstration never stands among what people work with."""
    return f"sqlite:///{state_folder() / 'demonstration.sqlite'}"


def load_demonstration(database: Database, size: str = "city") -> None:
    """Keep the case and its plan, and begin the search, unless they are there already."""
    _keep_keys(database)
    with database.reading() as session:
        mine = (CaseRow.external_id == EXTERNAL_ID) & (CaseRow.created_by == MAKING)
        if session.scalar(select(CaseRow.id).where(mine)) is not None:
            return
    from rosterer.baseline import baseline_plan
    from rosterer.generate import generate

    people, days = SIZES[size]
    case = generate(people=people, days=days, load="normal", seed=SEED)
    plan: Plan = baseline_plan(case).made("baseline")
    row = case_row(case, MAKING, external_id=EXTERNAL_ID)
    verdict = judged(case, plan)
    with database.writing() as session:
        session.add(row)
        session.flush()
        session.add(
            PlanRow(
                id=new_id("plan"),
                case_id=row.id,
                created_by=MAKING,
                verdict=verdict,
                document=packed_object({"plan": plan.model_dump(mode="json")}),
            )
        )
    wanted = {"time_limit": SEARCH_SECONDS, "work": None, "gap": 0, "engine": "auto"}
    job = job_row("solve", row.id, {**wanted, "seed": 1, "start": None}, MAKING)
    submit(database, job, most_waiting=1)


def _keep_keys(database: Database) -> None:
    keys: tuple[tuple[str, str, Role], ...] = (
        (LOOKING, "Demonstration", "administrator"),
        (MAKING, "Careful manager", "service"),
    )
    with database.writing() as session:
        for key, name, role in keys:
            if session.get(KeyRow, key) is None:
                row, _ = make_key(session, name, role)
                row.id = key
