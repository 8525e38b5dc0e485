"""Past dossiers: taken over in bulk from an older system's file, and the replay of the year 2017."""
