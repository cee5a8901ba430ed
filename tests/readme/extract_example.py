"""Prints the first code block of a language from a Markdown file: extract_example.py README.md LANGUAGE > FILE."""
import re
import sys

text = open(sys.argv[1], encoding="utf-8").read()
block = re.search(rf"^```{re.escape(sys.argv[2])}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
if not block:
    sys.exit(f"{sys.argv[1]} has no code block in {sys.argv[2]}.")
sys.stdout.write(block.group(1))
