"""Who somebody is: age, birth, offices, and when they began and ended."""
