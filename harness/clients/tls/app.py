# Asks the URL of the variable URL, whose host is looked for on this machine only, and prints the status.
import os
import socket
import urllib.request

system = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: system('127.0.0.1', *rest, **more)

print(urllib.request.urlopen(os.environ['URL']).status)
