"""What workbooks and their pages say, and what is sent from the pages."""
