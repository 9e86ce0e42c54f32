"""The pulse program with short waits: for tests of what it does when the server does not answer."""

from console.media.inventory import pulse

pulse.ASK_AGAIN = 0.2
pulse.ANSWER_WITHIN = 1.0
pulse.RETRY = 0.1

if __name__ == "__main__":
    pulse.main()
