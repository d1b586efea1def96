"""What is read: workbooks to fill in, files that wait, marks of answers."""
