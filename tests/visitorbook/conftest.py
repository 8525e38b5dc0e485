import importlib.util

# The distribution's own tests run where it is installed: test_openness.py installs it and starts them.
collect_ignore = [] if importlib.util.find_spec("visitorbook") else ["own_tests"]
