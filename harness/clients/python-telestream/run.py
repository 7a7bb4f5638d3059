"""Runs one behaviour of a suite: run.py MODULE.FUNCTION JSON-OF-ITS-KEYWORD-ARGUMENTS, and prints what it returns as one JSON line.

The SDK itself prints while it uploads, so whatever is printed goes to standard error; the answer alone goes to standard output.
"""
import importlib
import json
import sys

answer, sys.stdout = sys.stdout, sys.stderr

module_name, function_name = sys.argv[1].rsplit('.', 1)
behaviour = getattr(importlib.import_module(module_name), function_name)
result = behaviour(**json.loads(sys.argv[2]))

answer.write(json.dumps(result) + '\n')
