"""What the tape shows: moves and levels of prices, of market values and of indexes."""
