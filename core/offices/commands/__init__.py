from core.offices.commands.absences import end_absence, report_absence
from core.offices.commands.organisation import LoadReport, load_organisation
from core.offices.commands.people import assign, change_person, hire, leave, unassign

__all__ = [
    "LoadReport",
    "assign",
    "change_person",
    "end_absence",
    "hire",
    "leave",
    "load_organisation",
    "report_absence",
    "unassign",
]
