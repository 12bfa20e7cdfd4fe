"""How does a plan stand? Where it comes from, how good it is proven to be, what it breaks, what is
inherited and what was not judged: one sentence and how serious it is.

Everything that shows a plan asks here (terminal, report, workbook, JSON, service, pages), so that
no two of them tell two stories.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from rosterer.referee.certificate import LEAST_OPTIMAL_POUNDS, PENNY, certificate_doubts
from rosterer.referee.verdict import Verdict, gathered
from rosterer.referee.words import counted
from rosterer.shown import POUND, SMALL_POUNDS, pounds, pounds_or_pence, to_step
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.loss import Loss
from rosterer_models.vocabulary.plan import Certificate, Plan

Severity = Literal["good", "notice", "warning", "error"]
"""``error``: not to be signed; ``warning``: read this first; ``notice``: worth knowing."""
Source = Literal["search", "baseline", "start", "import", "edit", "replan", "unknown"]
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
    "optimal": _Words("good", "Proven best: no plan of this case is better by more than £1"),
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
    "replan": _Words("notice", f"A published plan that was repaired; {_NOT_CLAIMED}"),
    "unknown": _Words("notice", f"A plan that does not say where it comes from; {_NOT_CLAIMED}"),
}
_CLAIMING: dict[Source, _Words] = {
    "search": _Words("warning", "A plan that says that a search found it"),
    "baseline": _Words("warning", "A plan that says that it is the careful manager's"),
    "start": _Words("warning", "A plan that says that it is the one to begin with"),
    "import": _Words("warning", "A rota read from a sheet"),
    "edit": _Words("warning", "A plan that somebody changed by hand"),
    "replan": _Words("warning", "A published plan that was repaired"),
    "unknown": _Words("warning", "A plan that does not say where it comes from"),
}
"""Whose claims are not confirmed."""
_SMALL_GAP = 0.01
"""A gap asked for up to here is good enough not to be remarked on."""
_CONTRADICTED_POUNDS, _CONTRADICTED_PART = 5.0, 1e-3
"""How far below a bound a known plan must be to deny it: tolerances take plans a little below."""
_NOT_JUDGED = "it claims to be proven; that was not judged"
_LOST = re.compile(r"Not read from (.+?): (.+)\.", re.DOTALL)
_ORDER: tuple[Severity, ...] = ("good", "notice", "warning", "error")


def standing_of(
    plan: Plan,
    verdict: Verdict | None,
    *,
    known: float | None = None,
    read_from: Sequence[Loss] = (),
    show_names: bool = True,
) -> Standing:
    """The standing of a plan.

    Parameters
    ----------
    verdict
        What the referee says of it; None when nobody has asked yet, which the sentence says.
    known
        Pounds: the ledger's total of the cheapest other plan of the case that is known, such as a
        careful manager's or this one with somebody served whose place is free. A bound above it is
        not repeated.
    read_from
        What was not read of the sheet from which the case comes: true of every plan of it.
    show_names
        Tell what stands in cells that were not read; without, where they are alone.
    """
    losses = tuple(dict.fromkeys((*plan.losses, *read_from)))
    losses = losses if show_names else without_names(losses)
    doubts = [] if verdict is None else _doubts(plan, known)
    source, status = _source(plan), "none" if doubts else _status(plan, verdict)
    severity, first = _CLAIMING[source] if doubts else _first(plan, source, status)
    clauses, details = [], list[str]()
    for worse, clause, told in (*doubts, *_troubles(losses, verdict)):
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
    avoidable = to_step(certificate.cost, POUND) - to_step(certificate.unavoidable, POUND)
    if abs(certificate.cost - certificate.unavoidable) < POUND:
        avoidable = certificate.cost - certificate.unavoidable
    sentences = [
        f"The ledger's total, which the search makes small, is {pounds(certificate.cost)}; "
        f"{pounds(certificate.unavoidable)} of that is the same for every plan of this case, "
        f"and {pounds_or_pence(avoidable)} depends on the plan."
    ]
    if certificate.bound is None:
        return [*sentences, "No bound was computed, so nothing is proven."]
    left = max(0.0, certificate.cost - certificate.bound)
    if left < PENNY:
        return [*sentences, "No plan's total is less."]
    if certificate.bound <= certificate.unavoidable and left > LEAST_OPTIMAL_POUNDS:
        return [
            *sentences,
            "The bound that was proven in this time says no more than that; a longer search "
            "proves more.",
        ]
    gap = certificate.gap
    share = "" if gap is None else f", a gap of {gap:.1%} of what depends on the plan"
    shown = to_step(certificate.cost, POUND) - to_step(certificate.bound, POUND)
    return [
        *sentences,
        f"No plan's total is less than {pounds(certificate.bound)}: at most "
        f"{pounds(shown) if left >= SMALL_POUNDS else pounds_or_pence(left)} of it could still be "
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


def _doubts(plan: Plan, known: float | None) -> "list[_Trouble]":
    """Why a claimed bound or status is not repeated, where it is not."""
    certificate = plan.certificate
    if certificate is None or _source(plan) == "edit":
        return []
    why = list(certificate_doubts(plan))
    bound = certificate.bound
    if (
        bound is not None
        and known is not None
        and known < bound - max(_CONTRADICTED_POUNDS, _CONTRADICTED_PART * abs(bound))
    ):
        why.append(
            f"its bound is {pounds(bound)}, but a plan is known whose total is {pounds(known)}"
        )
    told = [f"The certificate is not confirmed: {words}." for words in why]
    return [_Trouble("warning", _NOT_JUDGED, told)] if why else []


def _optimal(plan: Plan, source: Source) -> _Words:
    """What ``optimal`` says: the best to a pound, or only as near as was asked for."""
    kept = source in ("baseline", "start")
    certificate = plan.certificate
    if certificate is None or certificate.bound is None:
        return (_KEPT if kept else _SEARCHED)["optimal"]
    left = certificate.cost - certificate.bound
    if left <= LEAST_OPTIMAL_POUNDS + PENNY:
        return (_KEPT if kept else _SEARCHED)["optimal"]
    words = f"ithin the gap asked for ({100 * certificate.gap_target:.4g}%); not proven best"
    is_small = certificate.gap is not None and certificate.gap <= _SMALL_GAP
    severity: Severity = "good" if is_small else "warning" if kept else "notice"
    return _Words(severity, f"and w{words}" if kept else f"W{words}")


def _first(plan: Plan, source: Source, status: Status) -> _Words:
    if source in ("baseline", "start"):
        name = "careful manager's plan" if source == "baseline" else "plan to begin with"
        severity, words = _optimal(plan, source) if status == "optimal" else _KEPT[status]
        joint = ", " if status == "optimal" else ": "
        return _Words(severity, f"The {name} is kept{joint}{words}")
    if source == "unknown" and status != "none":
        # without a bound or a proof there is nothing to confirm
        return _SEARCHED[status]
    if source == "edit" and plan.origin is not None and plan.origin.source != "edit":
        return _Words(
            "warning",
            "This plan was changed after it was made; what was said of it then no longer holds",
        )
    if source == "search":
        return _optimal(plan, source) if status == "optimal" else _SEARCHED[status]
    return _MADE[source]


_UNNAMED = "its words may hold names, and stand in losses.csv of the plan"


class _Trouble(NamedTuple):
    severity: Severity
    clause: str
    details: list[str]


def _troubles(lost: Sequence[Loss], verdict: Verdict | None) -> list[_Trouble]:
    """What else is to be said, the most serious first."""
    losses = [
        _Trouble(
            "warning",
            f"{counted(len(lost), 'thing')} in its sheet "
            f"{'was' if len(lost) == 1 else 'were'} not read",
            lost_words(lost),
        )
    ]
    if verdict is None:
        return [
            _Trouble("warning", "the referee has not judged it", []),
            *(losses if lost else []),
        ]
    rules = list(dict.fromkeys(breach.rule for breach in verdict.broken))
    found = [
        _Trouble(
            "error",
            f"{counted(len(verdict.broken), 'breach', 'breaches')} of "
            f"{counted(len(rules), 'rule')}",
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
        *(losses if lost else []),
        _Trouble(
            "notice",
            f"{counted(len(verdict.not_judged), 'thing')} could not be judged",
            [f"Not judged: {words}." for words in gathered(verdict.not_judged)],
        )
        if verdict.not_judged
        else None,
        _Trouble(
            "notice",
            "",
            [
                f"Inherited: history and fixed duties break a rule "
                f"{counted(len(verdict.inherited), 'time')} whatever the plan."
            ],
        )
        if verdict.inherited
        else None,
    ]
    return [trouble for trouble in found if trouble is not None]


def losses_within(sentences: Iterable[str]) -> tuple[Loss, ...]:
    """What was not read, as the details of a standing told it."""
    found = (_LOST.fullmatch(sentence.strip()) for sentence in sentences)
    return tuple(Loss(where=one[1], what=one[2]) for one in found if one)


def lost_words(losses: Iterable[Loss]) -> list[str]:
    """A sentence for each thing that was not read."""
    return [f"Not read from {loss.where}: {loss.what}." for loss in losses]


def without_names(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    """Where something was not read, without what stands there, which may name people."""
    return tuple(loss.model_copy(update={"what": _UNNAMED}) for loss in losses)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")
