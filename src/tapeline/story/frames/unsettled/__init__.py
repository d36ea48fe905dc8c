"""What is said, looked for or denied, and is no fact."""
