# The vendor's SDK of 2016 as it comes: its own host and port 443 are its defaults, and port 443 means https to it. In place of a hosts
# file and a published port 443, addresses are looked for on this machine only, and the port is that of the double.
import os
import socket

from telestream_cloud import TelestreamCloud

system = socket.getaddrinfo
asked = []


def on_this_machine(host, port, *rest, **more):
    asked.append('%s:%s' % (host, port))
    return system('127.0.0.1', int(os.environ['PORT']), *rest, **more)


socket.getaddrinfo = on_this_machine

cloud = TelestreamCloud('your-access-key', 'your-secret-key')
factory = cloud.get_resource('flip').factories.all()[0]
video = factory.videos.create(file=os.environ['FILE'], profiles='h264')
print(factory.name, video.status, sorted(set(asked)))
