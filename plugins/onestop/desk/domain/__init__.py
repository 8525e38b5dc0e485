"""Rules of quick work. No framework, no clock."""
