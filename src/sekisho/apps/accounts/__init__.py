"""People, grants, sign-in, personal links and codes: the permission gate."""
