"""Setting times, holding, erasing, packing."""
