"""Which roles are there, and what may each of them do? One table, walked by a test against every
endpoint.
"""

from typing import Literal, get_args

Role = Literal["manager", "approver", "planner", "service", "auditor", "administrator"]
ROLES: tuple[str, ...] = get_args(Role)

Permission = Literal[
    "cases.read",
    "cases.write",
    "plans.read",
    "plans.write",
    "plans.approve",
    "plans.publish",
    "jobs.read",
    "jobs.write",
    "jobs.others",
    "names.own-teams",
    "names.all",
    "webhooks",
    "webhooks.others",
    "audit",
    "keys",
    "delete",
]

_READ: frozenset[Permission] = frozenset({"cases.read", "plans.read", "jobs.read"})
_WRITE: frozenset[Permission] = frozenset({"cases.write", "plans.write", "jobs.write"})
_EVERYTHING: frozenset[Permission] = frozenset(get_args(Permission))

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    # makes, publishes and repairs rotas; sees the names of their own teams, and everybody's jobs
    "manager": _READ | _WRITE | {"plans.publish", "names.own-teams", "jobs.others"},
    # lets a plan be published; whoever made a plan does not approve it
    "approver": _READ | {"plans.approve", "names.all", "jobs.others"},
    # tests capacity; sees no names, and only their own jobs
    "planner": _READ | _WRITE,
    # another system that submits, fetches and is told: of its own jobs, by its own webhooks
    "service": _READ | _WRITE | {"names.all", "webhooks"},
    # reads what was done, and no names
    "auditor": _READ | {"audit", "jobs.others"},
    "administrator": _EVERYTHING,
}
