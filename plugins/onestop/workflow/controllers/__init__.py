"""Pages of workflows for administrators, and the steps of a dossier beside its moves."""
