"""Departments and their units."""

from console.domain.organisations import NewUnit
from console.service.resources import UNITS
from console.service.routes.replies import create_route, reading_routes
from console.wire import paths

handlers = [*reading_routes(UNITS, paths.UNITS), create_route(UNITS, paths.UNITS, NewUnit)]
