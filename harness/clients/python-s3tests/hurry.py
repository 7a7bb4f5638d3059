"""The suite waits for Ceph's gateways to hear of one another; nobody else needs more than a moment."""
import time

sleep = time.sleep
time.sleep = lambda seconds: sleep(min(seconds, 0.05))
