"""Runs every test_*.py of the folders that it is told, and prints how each test ended as one JSON object: run_tests.py FOLDER…

{"test_module.Class.test_name": null} is a test that passed; one that did not has its traceback.
"""
import json
import sys
import traceback
import unittest

answer, sys.stdout = sys.stdout, sys.stderr


class Results(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.ended = {}

    def addSuccess(self, test):
        self.ended.setdefault(test.id(), None)

    def _failed(self, test, error):
        self.ended[test.id()] = ''.join(traceback.format_exception(*error))

    addError = addFailure = _failed

    def addSkip(self, test, reason):
        self.ended[test.id()] = f'skipped: {reason}'

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self._failed(test, error)


suite = unittest.TestSuite()
sys.path[:0] = sys.argv[1:]
for folder in sys.argv[1:]:
    suite.addTests(unittest.TestLoader().discover(folder, top_level_dir=folder))
results = Results()
suite.run(results)
answer.write(json.dumps(results.ended) + '\n')
