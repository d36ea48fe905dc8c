"""What goes to holders and to others: dividends, buybacks, spending, jobs, and who holds what."""
