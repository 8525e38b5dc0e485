"""What is read of papers and scans."""
