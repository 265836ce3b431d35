#!/bin/bash
# Formats an empty volume, with a SCRAM credential for each file /etc/kafka/users/<user>, which holds the password.
# Credentials are written once, with the format: a new user or password needs a new volume (see ../README.md).
set -euo pipefail
args=()
for file in /etc/kafka/users/*; do
  args+=(--add-scram "SCRAM-SHA-512=[name=$(basename "$file"),password=$(cat "$file")]")
done
# A name, not a secret: 22 characters of base64url, as Kafka wants them.
# It prints the salted keys that it stores, which belong in no log.
exec java -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp '/opt/kafka/libs/*' kafka.tools.StorageTool format --ignore-formatted \
  --cluster-id c3BpbGx3YXktbGFiLS0tMQ --config /etc/kafka/server.properties "${args[@]}" >/dev/null
