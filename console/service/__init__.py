"""The embedded service: accounts, calls, devices and alerts of a town over HTTP, with a stream of what changes."""
