"""What was seen in logs and lists, against what was approved, contracted and answered."""
