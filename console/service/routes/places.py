"""Places: physical ones, with devices and a kit."""

from console.domain.places import NewPlace, PlacePatch
from console.service.resources import PLACES
from console.service.routes.replies import change_route, create_route, reading_routes
from console.wire import paths

handlers = [
    *reading_routes(PLACES, paths.PLACES),
    create_route(PLACES, paths.PLACES, NewPlace),
    change_route(PLACES, paths.PLACES, PlacePatch),
]
