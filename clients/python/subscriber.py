"""A client that keeps its place: python subscriber.py URL TOKEN CHANNEL. It needs the package websockets (pip install websockets)."""

import asyncio, json, random, sys, time, websockets

END = "\x1e"  # what ends each message of SignalR's JSON protocol
FINAL = ("forbidden", "invalid_channel", "too_many_subscriptions")  # asking again would not help


async def follow(url, token, channel, place):  # one connection's life; `place`, where the client stands, outlives it
    hub = url.replace("http", "ws", 1).rstrip("/") + f"/hubs/events?user=0&access_token={token}"
    async with websockets.connect(hub, max_size=None) as socket:
        say = lambda **message: socket.send(json.dumps(message) + END)
        await say(protocol="json", version=1)
        await say(type=1, invocationId="1", target="Subscribe", arguments=[[{"channel": channel, **place}]])
        signs = asyncio.create_task(signs_of_life(say))
        try:
            async for text in socket:
                for message in map(json.loads, text.split(END)[:-1]):  # each message ends with END
                    if not await take(message, channel, place):
                        return
        finally:
            signs.cancel()


async def signs_of_life(say):  # the node closes a connection that says nothing for 25 s
    while not await asyncio.sleep(10):
        await say(type=6)


async def take(message, channel, place):  # returns whether the connection is still of use
    kind, target, arguments = message.get("type"), message.get("target"), message.get("arguments", [None])[0]
    if kind == 3:  # the answer to Subscribe, before the channel's first event; an error here is the whole call's
        answer = message.get("result", [{"error": message.get("error")}])[0]
        if answer["error"]:
            return answer["error"] in FINAL and sys.exit(f"refused: {answer['error']}")
        if place and not answer["recovered"]:
            print("gone for good: from", place, "to", answer["offsets"], answer["epoch"], file=sys.stderr)
        place.update(epoch=answer["epoch"], offsets=answer["offsets"])
    elif kind == 7 and any(word in message.get("error", "") for word in ("token_revoked", "too_many_calls")):
        sys.exit(message["error"])
    elif target == "draining":
        await asyncio.sleep(arguments["reconnect_after_ms"] / 1000)
        return False
    elif target == "position" and arguments["epoch"] != place["epoch"]:
        print("history began anew: from", place, "to", arguments, file=sys.stderr)
        place.update(epoch=arguments["epoch"], offsets=arguments["offsets"])
    elif target == "gap":
        print("gone for good:", arguments, file=sys.stderr)
        place["offsets"][arguments["priority"]] = arguments["to"]
    for event in arguments if target == "events" else []:
        ahead = event["offset"] - (place["offsets"].get(event["priority"]) or 0)
        if ahead > 1:
            return False  # a hole: the next connection asks for what comes after `place`
        if ahead == 1:
            place["offsets"][event["priority"]] = event["offset"]
            print(json.dumps(event), flush=True)
    return kind != 7


async def main(url, token, channel):
    place, failures = {}, 0
    while True:
        began = time.monotonic()
        try:
            await follow(url, token, channel, place)
        except (OSError, websockets.WebSocketException) as error:
            print("lost:", error, file=sys.stderr)
        failures = 0 if time.monotonic() - began > 5 else failures + 1
        await asyncio.sleep(min(1.5 ** (failures - 1) + random.random(), 30) if failures else random.random() / 2)


asyncio.run(main(*sys.argv[1:4]))
