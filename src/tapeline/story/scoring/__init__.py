"""A reader's claims beside what careful people marked in the same stories."""
