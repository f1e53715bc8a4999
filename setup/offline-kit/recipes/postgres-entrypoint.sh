#!/bin/bash
# How the postgres stand-in starts: with the variables, the folder of first scripts and the messages of the official
# image, as far as a lesson uses them.
set -Eeo pipefail

say() { printf '%s\n' "$*"; }

# POSTGRES_PASSWORD, or the file that POSTGRES_PASSWORD_FILE names.
read_variable() {
  local name=$1 file="${1}_FILE" value=${2:-}
  if [ -n "${!name:-}" ] && [ -n "${!file:-}" ]; then
    say "error: both $name and $file are set (but are exclusive)" >&2
    exit 1
  fi
  if [ -n "${!name:-}" ]; then value=${!name}; elif [ -n "${!file:-}" ]; then value=$(<"${!file}"); fi
  export "$name"="$value"
  unset "$file"
}

make_database() {
  if [ -z "$POSTGRES_PASSWORD" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
    cat >&2 <<-'TEXT'
	Error: Database is uninitialized and superuser password is not specified.
	       You must specify POSTGRES_PASSWORD to a non-empty value for the
	       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".
	TEXT
    exit 1
  fi
  eval "initdb --username=\"\$POSTGRES_USER\" --pwfile=<(printf '%s\n' \"\$POSTGRES_PASSWORD\") $POSTGRES_INITDB_ARGS"
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >> "$PGDATA/pg_hba.conf"

  # Reachable through its socket alone until it is ready, so that nobody meets a database that is half made.
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  if [ "$POSTGRES_DB" != postgres ]; then
    psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --dbname postgres \
      --set db="$POSTGRES_DB" <<< 'CREATE DATABASE :"db";'
  fi
  local sql=(psql -v ON_ERROR_STOP=1 --no-psqlrc --no-password --username "$POSTGRES_USER" --dbname "$POSTGRES_DB") file
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh) say "$0: running $file"; if [ -x "$file" ]; then "$file"; else . "$file"; fi ;;
      *.sql) say "$0: running $file"; "${sql[@]}" -f "$file" ;;
      *.sql.gz) say "$0: running $file"; gunzip -c "$file" | "${sql[@]}" ;;
      '/docker-entrypoint-initdb.d/*') ;;
      *) say "$0: ignoring $file" ;;
    esac
  done
  pg_ctl -D "$PGDATA" -m fast -w stop
  say 'PostgreSQL init process complete; ready for start up.'
}

[ "${1:0:1}" = - ] && set -- postgres "$@"
if [ "$1" = postgres ] && [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /var/run/postgresql
  chown -R postgres:postgres "$PGDATA" /var/run/postgresql
  chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$0" "$@"
fi
if [ "$1" = postgres ]; then
  read_variable POSTGRES_PASSWORD
  read_variable POSTGRES_USER postgres
  read_variable POSTGRES_DB "$POSTGRES_USER"
  : "${POSTGRES_INITDB_ARGS:=}" "${POSTGRES_HOST_AUTH_METHOD:=}"
  if [ -s "$PGDATA/PG_VERSION" ]; then
    say 'PostgreSQL Database directory appears to contain a database; Skipping initialization'
  else
    export PGPASSWORD=$POSTGRES_PASSWORD
    make_database
    unset PGPASSWORD
  fi
fi
exec "$@"
