"""The figures of Sekisho, measured: `make bench`, or `make bench only=NAME,...`."""
