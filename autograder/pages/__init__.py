"""Pages: HTML and Markdown in self-contained files, with all learners' text escaped."""

from autograder.pages.class_report import render_class_report
from autograder.pages.markdown import render_student_markdown
from autograder.pages.page import page, prose
from autograder.pages.quiz import quiz_page
from autograder.pages.student import render_fragment, render_student_html

__all__ = [
    "page",
    "prose",
    "quiz_page",
    "render_class_report",
    "render_fragment",
    "render_student_html",
    "render_student_markdown",
]
