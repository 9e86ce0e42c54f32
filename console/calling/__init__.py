"""Taking part in a call: a seat of the service and a program for sound and picture, put together."""
