"""Reads stamped scans back: pages, codes, seals, texts and signatures; advice, never a decision."""
