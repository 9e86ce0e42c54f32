"""Sound through the whole of a call's way: encoder, network, decoder, and back.

`peer` answers: a media worker that sends back what it hears, started where it is wanted. `round_trip` calls it: it
sends the probe and measures what comes back. Both run their program (`peer_program`, `caller_program`) as a child.
"""
