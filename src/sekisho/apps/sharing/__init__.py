"""One answer for several companies of the group, with the consent of whoever gave it."""
