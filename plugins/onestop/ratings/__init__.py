"""What citizens say once they have their result: one dossier, one rating."""
