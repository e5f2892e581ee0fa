"""A client that keeps its place: python subscriber.py URL TOKEN CHANNEL. It needs the package websockets (pip install websockets)."""

import asyncio
import json
import random
import sys

import websockets

END = "\x1e"  # what ends each message of SignalR's JSON protocol


async def follow(url, token, channel, place):
    """One connection's life. `place` is where the client stands: it outlives connections."""
    address = url.rstrip("/").replace("http", "ws", 1) + f"/hubs/events?user=0&access_token={token}"
    async with websockets.connect(address, max_size=None) as socket:

        async def send(message):
            await socket.send(json.dumps(message) + END)

        async def subscribe():
            await send({"type": 1, "invocationId": "1", "target": "Subscribe", "arguments": [[{"channel": channel, **place}]]})

        async def sign():  # the node closes a connection that says nothing for 25 s
            while True:
                await asyncio.sleep(10)
                await send({"type": 6})

        await send({"protocol": "json", "version": 1})
        await subscribe()
        signs = asyncio.create_task(sign())
        try:
            async for text in socket:
                for message in map(json.loads, filter(None, text.split(END))):
                    kind, target = message.get("type"), message.get("target")
                    if kind == 3:  # the answer comes before the channel's first event
                        answer = message["result"][0]
                        if answer["error"]:
                            raise ConnectionError(answer["error"])
                        place.update(epoch=answer["epoch"], offsets=answer["offsets"])
                    elif kind == 7:
                        raise ConnectionError(message.get("error"))
                    elif target == "draining":
                        await asyncio.sleep(message["arguments"][0]["reconnect_after_ms"] / 1000)
                        return
                    elif target == "position" and message["arguments"][0]["channel"] == channel:
                        place.update({name: message["arguments"][0][name] for name in ("epoch", "offsets")})
                    elif target == "gap":
                        gap = message["arguments"][0]
                        print("gone for good:", gap, file=sys.stderr)
                        place["offsets"][gap["priority"]] = gap["to"]
                    elif target == "events":
                        for event in message["arguments"][0]:
                            last = place["offsets"].get(event["priority"]) or 0
                            if event["offset"] > last + 1:
                                return  # a hole: the next connection asks for what comes after `place`
                            if event["offset"] == last + 1:
                                place["offsets"][event["priority"]] = event["offset"]
                                print(json.dumps(event), flush=True)
        finally:
            signs.cancel()


async def main(url, token, channel):
    place = {}
    while True:
        try:
            await follow(url, token, channel, place)
        except (OSError, websockets.WebSocketException) as error:
            print("lost:", error, file=sys.stderr)
        await asyncio.sleep(random.random())


asyncio.run(main(*sys.argv[1:4]))
