"""The partner register: import, contacts, tags, list and partner page."""
