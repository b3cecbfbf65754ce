"""Labelling of more than fits into memory: chunk by chunk, on one core, on all, or on many machines."""
