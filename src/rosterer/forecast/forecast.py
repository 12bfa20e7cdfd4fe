"""How does a history become the expected arrivals and demand of a case?

Series of one sector are too thin to show a weekday or a season, so the shape is fitted to sums
(arrivals of a pathway, care of a band) and shared among the classes and places by what each had
lately, drawn towards what the base case says. A quantile is that of the total over the case's days,
shared out like the mean: the quantile of each part would add up to far more.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from rosterer.files.faults import BadInput, Fault
from rosterer.forecast.backtest import BackTest, back_test
from rosterer.forecast.history import History
from rosterer.forecast.model import Prediction, fit
from rosterer.forecast.oddities import closed_weekdays, odd_days, words_for
from rosterer.forecast.synthetic import class_levels
from rosterer.referee.words import counted
from rosterer.winter.calendar import carried_on
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import with_tables
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.referral import ArrivalClass

USUAL_WEEKS = 26
"""A winter: what a case expects is dated as far as it is simulated."""
SHARE_DAYS = 182
"""Shares come from the last half year."""
PRIOR_PEOPLE = 5.0
"""The base case's shares weigh as much as so many people (or, of care, as 5 % of it) seen."""


@dataclass(frozen=True)
class Series:
    """A fitted sum: ``arrivals`` of a pathway, or ``care`` of a band; ``left_out`` are its odd
    days.
    """

    measure: str
    name: str
    prediction: Prediction
    test: BackTest
    is_short: bool
    left_out: tuple[pd.Timestamp, ...] = ()


@dataclass(frozen=True)
class Forecast:
    """The new case, what was fitted, and what to beware of."""

    case: Case
    series: tuple[Series, ...]
    warnings: tuple[str, ...]

    def bands(self) -> pd.DataFrame:
        """Mean and quantiles of every day and sum."""
        rows = []
        for one in self.series:
            p = one.prediction
            frame = pd.DataFrame(
                {"date": p.days, "measure": one.measure, "name": one.name, "mean": p.mean}
            )
            for level, values in zip(p.levels, p.quantiles, strict=True):
                frame[f"q{round(100 * level):02}"] = values
            rows.append(frame)
        return (
            pd.concat(rows, ignore_index=True)
            if rows
            else pd.DataFrame(columns=["date", "measure", "name", "mean"])
        )


def forecast(
    history: History,
    base: Case,
    quantile: float | None = None,
    special: tuple[date, ...] = (),
    weeks: int = USUAL_WEEKS,
) -> Forecast:
    """Replace the expected arrivals (and base care where the history has any) of a case.

    Parameters
    ----------
    quantile
        Which quantile goes into the case; None: the mean.
    special
        Days unlike others (strikes, events), past and coming.
    weeks
        From the first day of the case: those that are forecast, the case's own days in any case.

    Raises
    ------
    BadInput
        When names are not the base case's, or the history is too short or ends after the case
        begins.
    """
    _check(history, base)
    days = pd.date_range(base.first_day, periods=max(base.days, 7 * weeks))
    series: list[Series] = []
    warnings: list[str] = []
    expected = _arrivals(history, base, days, quantile, special, series, warnings)
    cover = _care(history, base, days, quantile, special, series, warnings)
    known = history.rows[history.rows["measure"].isin(["arrivals", "care"])]["date"]
    what = "the mean" if quantile is None else f"the {quantile:.0%} quantile of the total"
    source = (
        f"Expected by a forecast ({what}) from a history of {known.min().date()} to "
        f"{known.max().date()}, for {counted(len(days), 'day')}."
    )
    note = f"{base.note} {source}".strip()
    case = with_tables(base, {"expected": expected, "cover": cover, "note": note})
    return Forecast(case, tuple(series), tuple(warnings))


def _check(history: History, base: Case) -> None:
    known = {
        "arrivals": {row.arrival_class for row in base.expected},
        "care": {row.place for row in base.cover if row.place is not None},
    }
    faults = []
    for measure, names in known.items():
        for name in sorted(set(history.of(measure)["name"]) - names):
            faults.append(
                Fault(
                    "history",
                    f"{measure} of {name!r}, which the base case does not have",
                    "correct the name or the case",
                )
            )
    there = {(row.place, row.band) for row in base.cover if row.place is not None}
    care = history.of("care")
    for place, band in sorted(set(zip(care["name"], care["band"], strict=True))):
        if place in known["care"] and (place, band) not in there:
            what = f"in the band {band!r}" if band else "without a band"
            faults.append(
                Fault(
                    "history",
                    f"care of {place!r} {what}, of which the base case promises none",
                    "correct the band, or add a row to the case's cover",
                )
            )
    late = history.rows[
        history.rows["measure"].isin(known) & (history.rows["date"] >= pd.Timestamp(base.first_day))
    ]
    if not late.empty:
        faults.append(
            Fault(
                "history",
                f"goes on after the case begins ({base.first_day})",
                "cut it, or start the case later",
            )
        )
    if history.of("arrivals").empty and history.of("care").empty:
        faults.append(Fault("history", "has neither arrivals nor care", "add rows of one of them"))
    if faults:
        raise BadInput(faults)


def _fitted(
    history: History,
    measure: str,
    label: str,
    values: "pd.Series[float]",
    days: pd.DatetimeIndex,
    special: tuple[date, ...],
) -> tuple[Series, list[str]]:
    odd = odd_days(values, special)
    # a thin series cannot tell by itself that nothing is open; all together can
    closed = tuple(sorted({*closed_weekdays(values), *closed_weekdays(history.daily(measure))}))
    closed_on = np.isin(np.asarray(pd.DatetimeIndex(values.index).day_of_week), closed)
    words = words_for(f"{measure} of {label}", values, odd)
    usual = values.mask(values.index.isin(odd.index) | closed_on)
    try:
        model = fit(usual, special, is_count=measure == "arrivals")
    except ValueError as failure:
        raise BadInput([Fault("history", f"{measure} of {label}: {failure}")]) from failure
    test = back_test(usual, special, is_count=measure == "arrivals")
    prediction = _without(model.predict(days, (0.1, 0.25, 0.5, 0.75, 0.9), test.spread), closed)
    if closed:
        names = ", ".join(calendar.day_name[day] for day in closed)
        words.append(f"{measure} of {label}: nothing ever was on {names}; nothing is expected.")
    if model.is_short:
        words.append(
            f"{measure} of {label}: only {counted(model.num_days, 'day')} of history; "
            "the bands are wider."
        )
    gaps = int(values.isna().sum())
    if gaps:
        words.append(
            f"{measure} of {label}: nothing is known of {counted(gaps, 'day')} marked as "
            f"{'a gap' if gaps == 1 else 'gaps'}."
        )
    behind = (days[0] - model.last).days - 1
    if behind > 0:
        words.append(
            f"{measure} of {label}: the history ends {counted(behind, 'day')} before the case "
            "begins."
        )
    left_out = tuple(pd.DatetimeIndex(odd.index))
    return Series(measure, label, prediction, test, model.is_short, left_out), words


def _without(prediction: Prediction, closed: tuple[int, ...]) -> Prediction:
    """The prediction with nothing on some weekdays."""
    shut = np.isin(np.asarray(prediction.days.day_of_week), closed)
    return replace(
        prediction,
        mean=np.where(shut, 0.0, prediction.mean),
        quantiles=np.where(shut[None, :], 0.0, prediction.quantiles),
    )


def _factor(
    history: History,
    measure: str,
    base: Case,
    quantile: float | None,
    special: tuple[date, ...],
) -> float:
    """How far the quantile of the total over the case's days is above (or below) its mean."""
    if quantile is None:
        return 1.0
    values = history.daily(measure)
    closed = closed_weekdays(values)
    on = pd.DatetimeIndex(values.index)
    odd = values.index.isin(odd_days(values, special).index)
    usual = values.mask(odd | np.isin(np.asarray(on.day_of_week), closed))
    is_count = measure == "arrivals"
    try:
        model = fit(usual, special, is_count=is_count)
    except ValueError as failure:
        raise BadInput([Fault("history", f"{measure}: {failure}")]) from failure
    days = pd.date_range(base.first_day, periods=base.days)
    days = days[~np.isin(np.asarray(days.day_of_week), closed)]
    spread = back_test(usual, special, is_count=is_count).spread
    total = float(model.mean_of(days).sum())
    return float(model.sum_quantiles(days, (quantile,), spread)[0]) / max(1e-9, total)


def _arrivals(
    history: History,
    base: Case,
    days: pd.DatetimeIndex,
    quantile: float | None,
    special: tuple[date, ...],
    series: list[Series],
    warnings: list[str],
) -> tuple[ArrivalClass, ...]:
    if history.of("arrivals").empty:
        return base.expected
    pathway = {stage.option: stage.pathway for stage in base.options}
    first = {row.arrival_class: row for row in reversed(base.expected)}
    starts = {
        name: min(r.first_day for r in base.expected if r.arrival_class == name) for name in first
    }
    levels = class_levels(base)
    factor = _factor(history, "arrivals", base, quantile, special)
    rows: list[ArrivalClass] = []
    recent = history.of("arrivals")
    recent = recent[recent["date"] > recent["date"].max() - pd.Timedelta(days=SHARE_DAYS)]
    for way in sorted({pathway.get(row.options[0], 1) for row in base.expected}):
        names = [n for n, row in first.items() if pathway.get(row.options[0], 1) == way]
        if not set(names) & set(history.of("arrivals")["name"]):
            # not told is not nobody: a zero for one of its classes on one day would say that
            rows += [r for r in carried_on(base, len(days))[0].expected if r.arrival_class in names]
            warnings.append(
                f"arrivals of pathway {way}: the history names none of its classes; what the base "
                "case expects of them is kept."
            )
            continue
        one, words = _fitted(
            history,
            "arrivals",
            f"pathway {way}",
            history.daily("arrivals", set(names)),
            days,
            special,
        )
        series.append(one)
        warnings += words
        usual = recent[~recent["date"].isin(one.left_out)]
        seen = usual.groupby("name")["value"].sum()
        prior = np.array([levels[n] for n in names]) / max(1e-12, sum(levels[n] for n in names))
        share = np.array([float(seen.get(n, 0.0)) for n in names]) + PRIOR_PEOPLE * prior
        share = share / share.sum()
        chosen = one.prediction.mean * factor
        for i, name in enumerate(names):
            for day, total in zip(days, chosen, strict=True):
                on = day.date()
                if on >= starts[name]:
                    amount = round(float(total * share[i]), 6)
                    rows.append(
                        first[name].model_copy(
                            update={
                                "first_day": on,
                                "last_day": on,
                                "weekdays": (),
                                "amount": amount,
                            }
                        )
                    )
    return tuple(rows)


def _care(
    history: History,
    base: Case,
    days: pd.DatetimeIndex,
    quantile: float | None,
    special: tuple[date, ...],
    series: list[Series],
    warnings: list[str],
) -> tuple[Cover, ...]:
    care = history.of("care")
    if care.empty:
        return base.cover
    recent = care[care["date"] > care["date"].max() - pd.Timedelta(days=SHARE_DAYS)]
    kept = [row for row in base.cover if row.place is None]
    factor = _factor(history, "care", base, quantile, special)
    end = base.first_day + timedelta(days=base.days - 1)
    for band in base.bands:
        of_band = [row for row in base.cover if row.place is not None and row.band == band.band]
        if not of_band or care[care["band"] == band.band].empty:
            kept += of_band
            continue
        one, words = _fitted(
            history,
            "care",
            f"band {band.band}",
            history.daily("care", band=band.band),
            days,
            special,
        )
        series.append(one)
        warnings += words
        seen = recent[recent["band"] == band.band].groupby("name")["value"].sum()
        chosen = one.prediction.mean * factor
        prior = {str(row.place): 0.0 for row in of_band}
        for row in of_band:
            prior[str(row.place)] += row.minutes * row.carers
        weight = 0.05 * float(seen.sum()) / max(1e-9, sum(prior.values()))
        share = {
            place: float(seen.get(place, 0.0)) + weight * float(prior[place]) for place in prior
        }
        total = sum(share.values())
        for row in of_band:
            own = row.minutes * row.carers / max(1e-9, float(prior[str(row.place)]))
            for day, value in zip(days, chosen, strict=True):
                minutes = float(value) * share[str(row.place)] / max(1e-9, total) * own / row.carers
                on = day.date()
                if row.first_day <= on and (on <= row.last_day or row.last_day >= end):
                    kept.append(
                        row.model_copy(
                            update={
                                "first_day": on,
                                "last_day": on,
                                "weekdays": (),
                                "minutes": round(minutes, 2),
                            }
                        )
                    )
    return tuple(kept)
