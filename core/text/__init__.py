"""Vietnamese text: search and sort keys, languages of the screens, formats of dates, numbers and money."""
