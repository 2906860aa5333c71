"""Withdrawal sheets: lists of what an archive has taken out, brought in as documents wanted."""
