"""Links with delay, loss and cuts in user space, for kernels without sch_netem. Node.js has no AF_PACKET, hence Python.

Usage: link-emulator.py NAME:LEFT:RIGHT:DELAY_MS ...
Each line on stdin is {"link": NAME, "lossRatio": 0.3, "isCut": true}; what is absent stays. Each is answered by a line
{"atMs": monotonic time at which it took effect}. It ends when stdin does. Loss is drawn for each frame and direction.
"""
import collections
import json
import os
import random
import selectors
import signal
import socket
import sys
import time

# linux/if_packet.h
SOL_PACKET = 263
PACKET_VNET_HDR = 15
PACKET_IGNORE_OUTGOING = 23
ETH_P_ALL = 3
FRAMES_A_TURN = 64


class Lane:
    """One direction of a link: frames in the order they leave, each with the moment it is due."""

    def __init__(self, link, target):
        self.link, self.target = link, target
        self.queue = collections.deque()


def port(name):
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    # The header carries checksums that veth leaves to the "card", and frames larger than the MTU.
    sock.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
    sock.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    sock.bind((name, ETH_P_ALL))
    sock.setblocking(False)
    return sock


def take(sock, lane):
    for _ in range(FRAMES_A_TURN):
        try:
            frame = sock.recv(1 << 17)
        except OSError:  # nothing left, or the far end has no carrier
            return
        link = lane.link
        if link["isCut"] or random.random() < link["lossRatio"]:
            continue
        lane.queue.append((time.monotonic() + link["delayMs"] / 1000, frame))


def deliver(lane):
    while lane.queue and lane.queue[0][0] <= time.monotonic():
        _, frame = lane.queue.popleft()
        if lane.link["isCut"]:  # a cut takes what is on the wire as well
            continue
        try:
            lane.target.send(frame)
        except OSError:
            pass


def main():
    # Ctrl-C goes to the whole group; the lab decides when the links go.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    except OSError:
        pass  # then a busy machine adds a millisecond or two
    links, lanes, waiting = {}, [], selectors.DefaultSelector()
    for spec in sys.argv[1:]:
        name, left, right, delay = spec.split(":")
        link = links[name] = {"delayMs": float(delay), "lossRatio": 0.0, "isCut": False}
        ends = port(left), port(right)
        for source, target in (ends, ends[::-1]):
            lane = Lane(link, target)
            lanes.append(lane)
            waiting.register(source, selectors.EVENT_READ, lane)
    waiting.register(0, selectors.EVENT_READ, None)
    asked = b""
    print(json.dumps({"atMs": time.monotonic() * 1000}), flush=True)
    while True:
        heads = [lane.queue[0][0] for lane in lanes if lane.queue]
        pause = max(0, min(heads) - time.monotonic()) if heads else None
        for key, _ in waiting.select(pause):
            if key.data is not None:
                take(key.fileobj, key.data)
                continue
            chunk = os.read(0, 1 << 16)
            if not chunk:
                return
            *lines, asked = (asked + chunk).split(b"\n")
            for line in lines:
                wish = json.loads(line)
                links[wish.pop("link")].update(wish)
                print(json.dumps({"atMs": time.monotonic() * 1000}), flush=True)
        for lane in lanes:
            deliver(lane)


main()
