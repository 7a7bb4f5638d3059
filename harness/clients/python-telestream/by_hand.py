"""Requests that are not the SDK's own, and say so: nothing that they reach is the SDK's doing."""
import requests

by_hand = requests.Session()
by_hand.headers['User-Agent'] = 'by-hand'
