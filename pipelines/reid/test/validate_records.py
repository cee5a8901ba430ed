"""Validates records.jsonl against its JSON Schema.

Usage: validate_records.py SCHEMA RECORDS. Exits with 0 when every line fits, 1 when one does not, 77 when this Python
has no package jsonschema.
"""
import json
import sys

try:
    import jsonschema
except ImportError:
    sys.exit(77)


def main(schema_path, records_path):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    with open(records_path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            for error in validator.iter_errors(json.loads(line)):
                print(f"{records_path}, line {number}: {error.message}")
                return 1
    return 0


sys.exit(main(*sys.argv[1:]))
