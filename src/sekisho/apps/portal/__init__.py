"""The respondent's side: link, code, answers, receipt."""
