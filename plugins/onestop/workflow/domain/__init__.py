"""Pure rules: what is doubtful about a workflow, its drawing, playing it through, moving dossiers to a version."""
