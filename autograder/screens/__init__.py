"""Screens: feedback, exercises and questions on a terminal, through rich."""
