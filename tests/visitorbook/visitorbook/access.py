"""The plugin's permissions by name."""

READ = "visitorbook.read"
WRITE = "visitorbook.write"
