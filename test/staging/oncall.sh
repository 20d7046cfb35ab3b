#!/bin/bash
# What the person on call typed. The commands are real and run against the staged system; what comes next waits for what
# the system does. PGURL, PROM, EDGE, EVIDENCE and CONTROL come from stage.ts.
type_in() {
  printf '\033[1;32moncall@bastion\033[0m:\033[1;34m~\033[0m$ '
  local i
  for ((i = 0; i < ${#1}; i++)); do printf '%s' "${1:i:1}"; sleep 0.04; done
  printf '\n'
  eval "$1"
}
sql() { psql "$PGURL" -X -q -P pager=off -c "$1"; }
# At most $1 seconds, until the command $2 holds.
until_holds() { local i; for ((i = 0; i < $1 * 2; i++)); do eval "$2" && return; sleep 0.5; done; }
answers() { [ "$(curl -s -o /dev/null -m 8 -w '%{http_code}' "$EDGE/prices/A0007?session=$RANDOM")" = 200 ]; }
THREE='for i in 1 2 3; do curl -s -o /dev/null -w "%{http_code} %{time_total}s\n" $EDGE/prices/A0042?session=$RANDOM; done'

sleep 2;  type_in 'curl -s -o /dev/null -w "%{http_code} %{time_total}s\n" $EDGE/prices/A0001?session=$RANDOM'
sleep 4;  type_in 'curl -s $PROM/api/v1/alerts | jq -r ".data.alerts[] | [.labels.alertname, .state, .activeAt] | @tsv"'
sleep 8;  type_in 'tail -n 4 $EVIDENCE/deploys/deploys.jsonl | jq -c "{time, service, version, status}"'
sleep 10; type_in '# edge was changed a minute before checkout. Put that back first'
sleep 3;  type_in 'touch $CONTROL/revert-edge'
sleep 12; type_in "$THREE"
sleep 3;  type_in '# no difference: edge is ruled out'
sleep 4;  type_in 'df -h / | tail -1; uptime'
until_holds 240 'grep -q unexpectedly $EVIDENCE/checkout/supervisor.log'
sleep 4;  type_in 'tail -n 2 $EVIDENCE/checkout/supervisor.log'
sleep 6;  type_in "$THREE"
sleep 3;  type_in '# it died and came back by itself, and answers. For how long?'
until_holds 240 '! answers'
sleep 2;  type_in "$THREE"
sleep 3;  type_in 'sql "SELECT state, count(*), max(now() - state_change) AS longest FROM pg_stat_activity WHERE application_name LIKE '"'checkout%'"' GROUP BY state"'
sleep 8;  type_in 'sql "SELECT pid, state, left(query, 60) AS last_statement FROM pg_stat_activity WHERE state = '"'idle in transaction'"' LIMIT 4"'
sleep 9;  type_in '# transactions that nobody ends, all after the coupon update: that one is new in 2.31.0'
sleep 5;  type_in 'touch $CONTROL/rollback'
until_holds 60 'answers'
sleep 2;  type_in "$THREE"
sleep 4;  type_in 'exit'
