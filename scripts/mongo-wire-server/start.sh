#!/bin/sh
# Usage: start.sh PORT [FOLDER]
# Starts an in-memory MongoDB-wire server on 127.0.0.1:PORT for the job suite, in the foreground, until it is told to stop.
# Its jars are fetched once by maven into FOLDER (default: the user's cache). Needs a JDK 17 and maven.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
port=${1:?usage: start.sh PORT [FOLDER]}
jars=${2:-${XDG_CACHE_HOME:-$HOME/.cache}/lendwire/mongo-wire-server}

for program in java mvn; do
  command -v "$program" >/dev/null || { echo "start.sh: $program is missing (Debian: apt-get install default-jdk-headless maven)" >&2; exit 3; }
done

# A folder that was fetched whole carries a mark; one cut short is fetched anew.
if [ ! -f "$jars/complete" ]; then
  mkdir -p "$jars"
  mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies "-DoutputDirectory=$jars" >&2
  : >"$jars/complete"
fi

exec java -cp "$jars/*" "$here/Server.java" "$port"
