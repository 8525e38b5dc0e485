from hypothesis import settings

# How long a test takes depends on the machine; the first example also fills caches.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
