"""Reads CSV with Python's csv module, as most scripts do: argument 1 the file; prints its rows as JSON."""
import csv
import json
import sys

csv.field_size_limit(10_000_000)
try:
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
        print(json.dumps(list(csv.reader(file))))
except Exception as error:  # a peer that gives up has recovered nothing
    print(json.dumps({"error": type(error).__name__}))
