"""Demonstration: the equipment of a district, a week of polls, and an agent that answers for its network devices."""
