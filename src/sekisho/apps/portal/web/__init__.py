"""The respondent's entrances: link, code, answers, files, summary, receipt."""
