"""Pages: HTML and Markdown, each file self-contained, all that comes from learners escaped."""
