"""Long horizons: buy-and-hold abnormal returns and calendar-time portfolios."""
