"""The way to the service and back."""

from collections.abc import Mapping

from console.domain.diagnosis.causes import Code
from console.domain.diagnosis.phrases.phrase import Phrases
from console.words import marked

NETWORK: Mapping[Code, Phrases] = {
    Code.SERVICE_UNREACHABLE: Phrases(
        title=marked("The service can't be reached from this machine."),
        explained=marked("The name is known, but nothing answers there as it should."),
        mend=marked("Check that the network works and that the service runs: {device}"),
        say=marked(
            "Your machine does not reach the service. Please check that the network cable or the "
            "wireless network is on."
        ),
    ),
    Code.DNS_FAILURE: Phrases(
        title=marked("The name of the service is not found."),
        explained=marked("The network's address book does not answer, or does not know the name."),
        mend=marked("Check the spelling of the name and the network's settings: {device}"),
        say=marked("Your machine does not find the service's address. Please switch the network off and on again."),
    ),
    Code.TLS_UNTRUSTED: Phrases(
        title=marked("The service's certificate can't be trusted."),
        explained=marked("It is expired, made for another name, or signed by somebody unknown to this machine."),
        mend=marked("Check this machine's date, then have the certificate renewed: {device}"),
        say=marked("Your machine does not trust the service yet. Please tell me which date your machine shows."),
    ),
    Code.SERVICE_ACCESS_DENIED: Phrases(
        title=marked("The service does not let this machine in."),
        explained=marked("The way is open, but its token is not accepted any more."),
        mend=marked("Sign in again, or enrol the machine anew."),
        say=marked("Please sign in to the service again; your old sign-in has run out."),
    ),
    Code.EVENTS_BLOCKED: Phrases(
        title=marked("Live news from the service doesn't get through."),
        explained=marked("Something on the way, most often a proxy, holds the event stream back."),
        mend=marked("Ask the network's keeper to let event streams through without buffering: {device}"),
        say=marked("The network holds back the live view. We go on without it and ask for it to be opened."),
    ),
    Code.WEBSOCKET_BLOCKED: Phrases(
        title=marked("The network blocks the connection that calls are set up with."),
        explained=marked("Pages open, but a WebSocket does not: most often a proxy or a firewall stops it."),
        mend=marked("Ask the network's keeper to let WebSocket through to: {device}"),
        say=marked("The network you are in stops the call. Please try another network, such as your phone's."),
    ),
    Code.UDP_BLOCKED: Phrases(
        title=marked("The network blocks the fast way for sound and picture."),
        explained=marked("UDP does not get through, so calls go a slower way or not at all."),
        mend=marked("Ask the network's keeper to open UDP to: {device}"),
        say=marked("The network you are in slows the call down. Please try another network, such as your phone's."),
    ),
    Code.TURN_UNREACHABLE: Phrases(
        title=marked("The relay for sound and picture can't be reached."),
        explained=marked("Calls between strict networks need it: they would ring but stay silent."),
        mend=marked("Check that the relay runs and that the firewall lets it through: {device}"),
        say=marked("The network does not reach our relay. Please try another network, such as your phone's."),
    ),
    Code.TURN_CREDENTIALS_REFUSED: Phrases(
        title=marked("The relay for sound and picture refuses the service's credentials."),
        explained=marked(
            "It is reached, but the secret that it shares with the service does not fit, or a clock is wrong."
        ),
        mend=marked("Give the service and the relay the same secret, and set both clocks: {device}"),
        say=marked("This is on our side: the relay does not let us in. We put it right; please go on by phone."),
    ),
    Code.MEDIA_BLOCKED: Phrases(
        title=marked("Sound doesn't come back over the network."),
        explained=marked("The call is set up, but its sound finds no way through."),
        mend=marked("Try another network; then ask the network's keeper what it blocks."),
        say=marked("The network lets no sound through. Please try another network, such as your phone's."),
    ),
    Code.HIGH_LOSS: Phrases(
        title=marked("Much is lost on the way through the network."),
        explained=marked("Words break up and the picture falls apart."),
        mend=marked("Use a network cable, or move nearer to the wireless base."),
        say=marked(
            "The network drops parts of your voice. Please move nearer to the wireless base, or plug in a cable."
        ),
    ),
    Code.HIGH_LATENCY: Phrases(
        title=marked("The way through the network takes long."),
        explained=marked("People start to talk at the same time."),
        mend=marked("Stop downloads and backups, and use a network cable."),
        say=marked("There is a delay between us. Let us leave a short pause after each sentence."),
    ),
    Code.HIGH_JITTER: Phrases(
        title=marked("The network is uneven."),
        explained=marked("Sound comes in bursts: now stretched, now cut."),
        mend=marked("Use a network cable, and stop downloads."),
        say=marked("The network is uneven today. Please plug in a network cable if you have one."),
    ),
}
