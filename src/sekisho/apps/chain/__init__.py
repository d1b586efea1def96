"""The chain reckoned: who stops with whom, how an intruder reaches us, what hangs on one."""
