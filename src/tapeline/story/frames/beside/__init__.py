"""What leans on a statement that a frame has made: beside it, in brackets, going on with it, in the same order."""
