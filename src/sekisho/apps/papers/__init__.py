"""Letters as PDF and printed packs for partners without e-mail."""
