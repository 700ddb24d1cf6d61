"""Texts to start from: the letter of request and the draft agreement, made from what the record holds."""
