"""The questionnaire as an Excel workbook, out and back in."""
