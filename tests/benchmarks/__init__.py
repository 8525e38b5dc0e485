"""What the platform costs, as ratios to a floor of the same libraries measured in the same run: `make bench`."""
