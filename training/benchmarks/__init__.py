"""How fast, how small, how equal: ``python -m training.benchmarks`` measures all, side by side, and writes one JSON."""
