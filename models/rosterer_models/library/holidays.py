"""Which dates are bank holidays in England?"""

from datetime import date, timedelta


def bank_holidays(first_day: date, days: int) -> tuple[date, ...]:
    """Bank holidays of England among ``days`` days from ``first_day``, in order.

    Both the day itself and the day given in its place are listed (26 and 28 December 2026): which
    of them earns the enhancement is for the service to decide, in the case's ``holidays``.
    """
    from holidays import country_holidays

    last_day = first_day + timedelta(days=days - 1)
    calendar = country_holidays("GB", subdiv="ENG", years=range(first_day.year, last_day.year + 1))
    return tuple(sorted(day for day in calendar if first_day <= day <= last_day))
