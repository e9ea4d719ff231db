"""Lists to take along, as CSV for Danish Excel and as Excel itself: who comes, what is to be paid, and addresses to
write to."""
