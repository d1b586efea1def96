"""Pure rules: plain values in, plain values out. No Django, network, disk, clock or randomness."""
