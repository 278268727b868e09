from hypothesis import settings

# The same examples on every machine and in every run, however slow it is.
settings.register_profile("gradlings", deadline=None, database=None, derandomize=True)
settings.load_profile("gradlings")
