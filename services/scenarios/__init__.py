"""The one scenario library: plays what people do, over HTTP, as their front ends would.

It serves the demo, the journey tests and whatever else needs a life to be lived. It knows addresses and
bodies as any outside developer does, and imports nothing of the services' insides.
"""
