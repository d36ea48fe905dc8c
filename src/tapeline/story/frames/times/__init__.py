"""When something was: the time of a move, of a reported figure, of a level, and what a change or a rank counts from."""
