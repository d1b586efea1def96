"""Reading figures of asks, over time, and of one partner."""
