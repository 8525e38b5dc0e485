"""Pages and API of the one-stop desk."""
