"""Composition root: reads the environment, fills the ports, wires the rooms together."""
