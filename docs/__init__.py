"""The guides, and what makes a site of them: not part of the installed package."""
