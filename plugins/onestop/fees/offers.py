"""What fees contribute; each function is named as the hook that it answers."""
