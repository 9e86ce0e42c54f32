"""Rooms: standing virtual ones."""

from console.domain.places import NewRoom, RoomPatch
from console.service.resources import ROOMS
from console.service.routes.replies import change_route, create_route, reading_routes
from console.wire import paths

handlers = [
    *reading_routes(ROOMS, paths.ROOMS),
    create_route(ROOMS, paths.ROOMS, NewRoom),
    change_route(ROOMS, paths.ROOMS, RoomPatch),
]
