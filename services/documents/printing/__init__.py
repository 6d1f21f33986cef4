"""Sets an application's revision as a PDF/A document that is printed, stamped and scanned."""
