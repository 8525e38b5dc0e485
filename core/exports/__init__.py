"""Tables as files: CSV for programs and spreadsheets, XLSX with typed cells."""

from core.exports.columns import Cell, Column, Kind, Rows
from core.exports.csv_files import csv_stream
from core.exports.xlsx_files import xlsx_file, xlsx_stream

__all__ = ["Cell", "Column", "Kind", "Rows", "csv_stream", "xlsx_file", "xlsx_stream"]
