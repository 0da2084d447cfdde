#!/bin/sh
# Usage: start.sh PORT
# A PostgreSQL server for tests on 127.0.0.1:PORT, in a folder of its own that is removed at its end, with fsync on. It runs
# in the foreground until it is told to stop or its parent has gone. Whoever is on this machine is let in, as user and
# database `lendwire`. PG_BIN names the folder of the programs (Debian: postgresql, 15 or later).
set -eu

port=${1:?usage: start.sh PORT}
programs=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)}
[ -x "$programs/initdb" ] || { echo "start.sh: PostgreSQL is missing (Debian: apt-get install postgresql)" >&2; exit 3; }

parent=$PPID
folder=$(mktemp -d "${TMPDIR:-/tmp}/lendwire-postgres-XXXXXX")
chmod 755 "$folder"
server=

# initdb and postgres refuse to run as root. Takes the place of the (sub)shell, so that a signal reaches the program itself.
become() {
  if [ "$(id -u)" -eq 0 ]; then
    exec setpriv --reuid "${PG_USER:-postgres}" --regid "${PG_USER:-postgres}" --clear-groups --pdeathsig INT "$@"
  else
    exec "$@"
  fi
}

end() {
  trap - EXIT
  if [ -n "$server" ]; then
    kill -INT "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap end EXIT
trap 'exit 0' INT TERM HUP

[ "$(id -u)" -ne 0 ] || chown "${PG_USER:-postgres}" "$folder"
(become "$programs/initdb" --pgdata "$folder/data" --username lendwire --auth trust \
  --encoding UTF8 --locale C.UTF-8 >"$folder/initdb.log" 2>&1) || { cat "$folder/initdb.log" >&2; exit 1; }

become "$programs/postgres" -D "$folder/data" -p "$port" \
  -c listen_addresses=127.0.0.1 -c unix_socket_directories="$folder" -c fsync=on -c synchronous_commit=on \
  -c max_connections=200 -c log_min_messages=fatal &
server=$!

# By the socket in its folder, so that another server on the port is not taken for this one.
until "$programs/pg_isready" -q -h "$folder" -p "$port" -U lendwire -d postgres; do
  kill -0 "$server" 2>/dev/null || exit 1
  sleep 0.1
done
"$programs/createdb" -h "$folder" -p "$port" -U lendwire lendwire
echo "postgres://lendwire@127.0.0.1:$port/lendwire"

while kill -0 "$parent" 2>/dev/null && kill -0 "$server" 2>/dev/null; do sleep 0.5; done
