"""Taking files in, reading them, and what a person makes of the result."""
