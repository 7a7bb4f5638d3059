"""Tells how each test ended, as a line of JSON in the file that STUNTDOUBLE_REPORT names."""
import json
import os


def pytest_runtest_logreport(report):
    if report.when != 'call' and report.outcome == 'passed':
        return
    line = {'name': report.nodeid.split('/')[-1], 'outcome': report.outcome, 'told': report.longreprtext}
    # One write a line: workers share the file.
    with open(os.environ['STUNTDOUBLE_REPORT'], 'a', encoding='utf-8') as file:
        file.write(json.dumps(line) + '\n')
