"""Gradebooks: grades as tables and files that learning platforms take."""
