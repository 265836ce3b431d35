#!/bin/bash
# A role and a database of the same name for each file /etc/postgresql-roles/<service>, which holds the password. A new
# database may be connected to by everybody: that is taken back. Runs at the first start; may be repeated (./up does).
set -euo pipefail
for file in /etc/postgresql-roles/*; do
  psql --no-psqlrc --quiet --host /var/run/postgresql --username postgres --dbname postgres \
    --set ON_ERROR_STOP=1 --set service="$(basename "$file")" --set password="$(cat "$file")" <<'SQL'
SELECT format('CREATE ROLE %I LOGIN', :'service') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'service') \gexec
ALTER ROLE :"service" PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'service', :'service')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'service') \gexec
REVOKE CONNECT, TEMPORARY ON DATABASE :"service" FROM PUBLIC;
REVOKE CONNECT, TEMPORARY ON DATABASE postgres FROM PUBLIC;
SQL
done
