"""With which codes do commands end that went well but found something?"""

FOUND_SOMETHING = 1
"""A rule is broken, or a ledger or certificate does not agree."""
