"""Where something stands among its like: records, ranks, extremes, streaks, one company beside another."""
