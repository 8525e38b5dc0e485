"""Rules of the catalogue without any I/O: words of limits, fees and papers, pages of the portal, differences."""
