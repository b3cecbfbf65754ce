"""Text-classification sets, ours and others side by side: ``python -m training.benchmarks.sets``.

Public sets are read from where their user has put them; nothing of them is in the repository.
"""
