"""The tiers of the cultivation scheme (梯度培育), from the lowest up.

Every verdict tells of all of them: also of a tier that an edition does not have, or a round does not open.
What a tier asks for, what it is called and what it aims at is an edition's data.
"""

#: An edition may have fewer, never others, and has them in this order.
TIERS = ("basic", "advanced", "excellent", "leading")
