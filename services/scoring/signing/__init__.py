"""Keys and signatures of receipts; the algorithm is exchangeable."""
