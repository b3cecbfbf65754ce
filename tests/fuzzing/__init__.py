"""Bytes that nobody meant, and what must hold for them: ``python -m tests.fuzzing`` tries many, `tests/test_fuzzing.py` a few.

A target takes bytes and raises when newsclf does anything but its work or an error of its own (`targets`, `readers`,
`folders`). An engine makes the bytes (`engines`); what it finds is minimised and kept (`findings`).
"""
