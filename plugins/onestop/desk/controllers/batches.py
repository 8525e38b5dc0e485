BatchPages = None
