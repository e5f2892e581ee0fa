#!/bin/bash
# Succeeds while the service in this container is ready, and says what it waits for otherwise (docker inspect shows it).
# The runtime's image has no curl, and a second .NET process every few seconds would cost more than many a service.
# Of several ports the first is the public one.
ports=${ASPNETCORE_HTTP_PORTS:-8080}
exec 3<>"/dev/tcp/127.0.0.1/${ports%%;*}" || exit 1
printf 'GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
IFS= read -r status <&3
cat <&3
[[ $status == *' 200 '* ]]
