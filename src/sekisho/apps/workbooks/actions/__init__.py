"""What changes: files taken in, confirmed or dropped; check sheets made question sets."""
