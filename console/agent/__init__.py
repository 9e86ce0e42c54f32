"""The workstation agent: reports a machine and its devices to the service. It has no terminal interface."""
