"""Judges the values of JSONSchemaTests with Python's jsonschema, and whether the schemas of docs/schema are sound.

    python check_schemas.py cases.json
"""

import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)
values = 0
for schema, fitting, wrong in given["cases"]:
    validator = jsonschema.Draft202012Validator(schema)
    for value, fits in [(value, True) for value in fitting] + [(value, False) for value in wrong]:
        values += 1
        if validator.is_valid(value) != fits:
            sys.exit(f"{schema}: jsonschema thinks otherwise of {value!r}")
for schema in given["files"]:
    jsonschema.Draft202012Validator.check_schema(schema)
print(f"{values} values, {len(given['files'])} schemas")
