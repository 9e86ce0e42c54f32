"""The service's STUN and TURN servers, as aiortc takes them."""

from aiortc import RTCConfiguration, RTCIceServer

from console.wire.ice import IceServers


def configuration(servers: IceServers) -> RTCConfiguration:
    """Return the configuration of a peer connection. Without a list aiortc would ask a public server."""
    return RTCConfiguration(
        iceServers=[
            RTCIceServer(urls=list(server.urls), username=server.username, credential=server.credential)
            for server in servers.ice_servers
        ]
    )
