"""The rooms: one Django app per capability, all with the same plan; see docs/develop/house.md."""
