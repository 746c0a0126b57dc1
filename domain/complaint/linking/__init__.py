"""7.3 Complaints that are linked, merged, unmerged and split."""
