"""Which pages are there for people who work in a browser?

One file for each page. A page answers one question, which is its heading; it is whole HTML made
here, which can be read, printed and sent without a script. What a page shows and does, it asks of
the same functions as the addresses for programs under ``/v1``.
"""

from fastapi import APIRouter

from rosterer_api.pages.data import router as data
from rosterer_api.pages.home import router as home
from rosterer_api.pages.importing import router as importing
from rosterer_api.pages.plans import router as plans
from rosterer_api.pages.rota import router as rota
from rosterer_api.pages.sign_in import router as sign_in
from rosterer_api.pages.static import router as static

PAGES: tuple[APIRouter, ...] = (home, data, importing, plans, rota, sign_in, static)
