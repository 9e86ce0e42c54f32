"""The console's side of the service's API: finding a service, asking it, listening to it."""
