"""
A classroom: many learners at the desks of one server, and an instructor who sees what they misunderstand.

It stands above ``web``: a desk is that of ``gradlings web``, with rows of a database behind it instead
of files, and a pool of warm servers that all learners share.
"""
