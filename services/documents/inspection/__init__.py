"""Looks into uploaded files with libraries that parse hostile bytes, in processes of their own."""
