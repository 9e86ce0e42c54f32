"""What every WebRTC peer of this program shares: its own addresses and its STUN and TURN servers.

For child programs alone: aiortc takes half a second to load.
"""
