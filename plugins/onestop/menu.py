"""The headings of the staff menu under which the features of the one-stop desk stand, in this order."""

from core.text.i18n import lazy

DESK = lazy("Một cửa")  # the day's work: lines 100 to 129
BOOKS = lazy("Sổ và báo cáo")  # what has to be watched and reported: lines 130 to 159
SETUP = lazy("Thiết lập một cửa")  # what is arranged once and then rarely: lines 600 to 629, near the administration
