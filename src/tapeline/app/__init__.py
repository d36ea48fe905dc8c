"""The command line, the local web page and the MCP server: parse, call, print."""
