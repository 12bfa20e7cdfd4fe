"""How does a plan stand? Where it comes from, how good it is proven to be, what it breaks, what is
inherited and what was not judged: one sentence and how serious it is.

Everything that shows a plan asks here (terminal, report, workbook, JSON, service, pages), so that
no two of them tell two stories.
"""

from typing import Literal, NamedTuple

from rosterer.referee.verdict import Verdict, gathered
from rosterer.shown import pounds
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.plan import Certificate, Plan

Severity = Literal["good", "notice", "warning", "error"]
"""``error``: not to be signed; ``warning``: read this first; ``notice``: worth knowing."""
Source = Literal["search", "baseline", "start", "import", "edit", "unknown"]
Status = Literal["optimal", "feasible", "stopped", "unproven", "none"]
"""What is proven; ``none`` where the plan carries no certificate, or one that no longer holds."""


class Standing(Fact):
    """How a plan stands."""

    sentence: str
    """The first line wherever the plan is shown."""
    severity: Severity
    source: Source
    status: Status
    details: tuple[str, ...]
    """Further sentences, the most serious first."""

    @property
    def is_edited(self) -> bool:
        """Whether somebody's own change made it what it is."""
        return self.source == "edit"


class _Words(NamedTuple):
    severity: Severity
    words: str


_NOT_CLAIMED = "nothing is claimed about how much better a plan could be"
_KEPT: dict[Status, _Words] = {
    "optimal": _Words("good", "and proven best"),
    "feasible": _Words("warning", "no better one was found in this time"),
    "stopped": _Words("warning", "the search was stopped before it found a better one"),
    "unproven": _Words("warning", "no better one was found in this time"),
    "none": _Words("warning", "no search has bettered it so far"),
}
_SEARCHED: dict[Status, _Words] = {
    "optimal": _Words(
        "good", "Proven best: no plan of this case is better by more than the gap asked for"
    ),
    "feasible": _Words(
        "notice", "The best plan found in this time; a better one may exist within the gap"
    ),
    "stopped": _Words("warning", "The search was stopped; this is the best plan found until then"),
    "unproven": _Words(
        "warning",
        "The best plan found in this time; nothing is proven about how much better one could be",
    ),
    "none": _Words("warning", f"A plan on the way of a search, not its end; {_NOT_CLAIMED}"),
}
_MADE: dict[Source, _Words] = {
    "import": _Words("notice", f"A rota read from a sheet; {_NOT_CLAIMED}"),
    "edit": _Words("warning", f"A plan that somebody changed by hand; {_NOT_CLAIMED}"),
    "unknown": _Words("notice", f"A plan that does not say where it comes from; {_NOT_CLAIMED}"),
}
_ORDER: tuple[Severity, ...] = ("good", "notice", "warning", "error")


def standing_of(plan: Plan, verdict: Verdict | None) -> Standing:
    """The standing of a plan.

    Parameters
    ----------
    verdict
        What the referee says of it; None when nobody has asked yet, which the sentence says.
    """
    source, status = _source(plan), _status(plan, verdict)
    severity, first = _first(plan, source, status)
    clauses, details = [], list[str]()
    for worse, clause, told in _troubles(plan, verdict):
        severity = max(severity, worse, key=_ORDER.index)
        clauses += [clause] if clause else []
        details += told
    if plan.origin is not None and plan.origin.remark:
        details.append(_sentence(plan.origin.remark))
    if status in ("optimal", "feasible", "stopped") and plan.certificate is not None:
        details += proof_words(plan.certificate)
    return Standing(
        sentence="; ".join([first, *clauses]) + ".",
        severity=severity,
        source=source,
        status=status,
        details=tuple(details),
    )


def proof_words(certificate: Certificate) -> list[str]:
    """Sentences that say how good a plan is proven to be, in pounds of the ledger's total."""
    avoidable = certificate.cost - certificate.unavoidable
    sentences = [
        f"The ledger's total, which the search makes small, is {pounds(certificate.cost)}; "
        f"{pounds(certificate.unavoidable)} of that is the same for every plan of this case, "
        f"and {pounds(avoidable)} depends on the plan."
    ]
    if certificate.bound is None:
        return [*sentences, "No bound was computed, so nothing is proven."]
    if certificate.bound <= certificate.unavoidable:
        return [
            *sentences,
            "The bound that was proven in this time says no more than that; a longer search "
            "proves more.",
        ]
    gap = certificate.gap
    share = "" if gap is None else f", a gap of {gap:.1%} of what depends on the plan"
    return [
        *sentences,
        f"No plan's total is less than {pounds(certificate.bound)}: at most "
        f"{pounds(max(0.0, certificate.cost - certificate.bound))} of it could still be "
        f"saved{share}.",
    ]


def _source(plan: Plan) -> Source:
    if plan.origin is None:
        return "unknown"
    then = plan.origin.decisions
    return "edit" if then and then != plan.decisions else plan.origin.source


def _status(plan: Plan, verdict: Verdict | None) -> Status:
    """What is proven of the plan as it is: nothing of one that was changed since, or whose
    certificate the referee denies, and no plan that breaks a rule is the best.
    """
    certificate = plan.certificate
    if certificate is None or _source(plan) == "edit":
        return "none"
    if verdict is not None and verdict.certificate_agrees is False:
        return "none"
    is_kept = verdict is not None and not verdict.broken
    if certificate.status in ("optimal", "feasible") and not is_kept:
        return "unproven"
    return certificate.status


def _first(plan: Plan, source: Source, status: Status) -> _Words:
    if source in ("baseline", "start"):
        name = "careful manager's plan" if source == "baseline" else "plan to begin with"
        severity, words = _KEPT[status]
        joint = ", " if status == "optimal" else ": "
        return _Words(severity, f"The {name} is kept{joint}{words}")
    if source == "unknown" and status != "none":
        # from before plans said where they come from
        return _SEARCHED[status]
    if source == "edit" and plan.origin is not None and plan.origin.source != "edit":
        return _Words(
            "warning",
            "This plan was changed after it was made; what was said of it then no longer holds",
        )
    return _SEARCHED[status] if source == "search" else _MADE[source]


class _Trouble(NamedTuple):
    severity: Severity
    clause: str
    details: list[str]


def _troubles(plan: Plan, verdict: Verdict | None) -> list[_Trouble]:
    """What else is to be said, the most serious first."""
    losses = [
        _Trouble(
            "warning",
            f"{_counted(len(plan.losses), 'thing')} in its sheet "
            f"{'was' if len(plan.losses) == 1 else 'were'} not read",
            [f"Not read from {loss.where}: {loss.what}." for loss in plan.losses],
        )
    ]
    if verdict is None:
        return [
            _Trouble("warning", "the referee has not judged it", []),
            *(losses if plan.losses else []),
        ]
    rules = list(dict.fromkeys(breach.rule for breach in verdict.broken))
    found = [
        _Trouble(
            "error",
            f"it breaks {_counted(len(rules), 'rule')}, {_counted(len(verdict.broken), 'time')}",
            [f"Rules broken: {', '.join(rules)}."],
        )
        if rules
        else None,
        _Trouble(
            "error",
            "what it claims is not so",
            [_sentence(said) for said in verdict.disagreements],
        )
        if verdict.disagreements
        else None,
        *(losses if plan.losses else []),
        _Trouble(
            "notice",
            f"{_counted(len(verdict.not_judged), 'thing')} could not be judged",
            [f"Not judged: {words}." for words in gathered(verdict.not_judged)],
        )
        if verdict.not_judged
        else None,
        _Trouble(
            "notice",
            "",
            [
                f"Inherited: history and fixed duties break a rule "
                f"{_counted(len(verdict.inherited), 'time')} whatever the plan."
            ],
        )
        if verdict.inherited
        else None,
    ]
    return [trouble for trouble in found if trouble is not None]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"
