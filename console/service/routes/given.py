"""What the application gives to every route that asks for it."""

from litestar.di import NamedDependency

from console.domain.tokens import Principal
from console.service.backend import Backend

TheBackend = NamedDependency[Backend]
Asker = NamedDependency[Principal]
