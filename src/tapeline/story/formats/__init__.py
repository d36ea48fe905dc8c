"""Files that are no plain text: a web page or a PDF to the article's text, with the way back to the file."""
