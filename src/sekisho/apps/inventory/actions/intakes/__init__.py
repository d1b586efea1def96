"""Lists brought in: looked over row by row first, then saved in small transactions."""
