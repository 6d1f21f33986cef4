"""Expert panels (专家组): who may judge what, the draw, ballots, and what they add up to."""
