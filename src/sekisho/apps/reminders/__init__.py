"""Who is reminded when, who is told next, and asks that come again by themselves."""
