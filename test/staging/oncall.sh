#!/bin/bash
# What the person on call typed, at the times given in seconds after the recording began. The commands are real: they
# run against the staged system. PGURL, PROM, EDGE and EVIDENCE come from stage.ts.
start=$(date +%s.%N)
wait_until() { local now; now=$(date +%s.%N); sleep "$(awk -v s="$start" -v t="$1" -v n="$now" 'BEGIN { d = s + t - n; print (d > 0 ? d : 0) }')"; }
type_in() {
  printf '\033[1;32moncall@bastion\033[0m:\033[1;34m~\033[0m$ '
  local i
  for ((i = 0; i < ${#1}; i++)); do printf '%s' "${1:i:1}"; sleep 0.04; done
  printf '\n'
  eval "$1"
}
sql() { psql "$PGURL" -X -q -P pager=off -c "$1"; }

wait_until 2;   type_in 'curl -s -o /dev/null -w "%{http_code} %{time_total}s\n" $EDGE/prices/A0001'
wait_until 9;   type_in 'curl -s $PROM/api/v1/alerts | jq -r ".data.alerts[] | [.labels.alertname, .state, .activeAt] | @tsv"'
wait_until 20;  type_in 'tail -n 3 $EVIDENCE/deploys/deploys.jsonl | jq -c "{time, service, version, status}"'
wait_until 34;  type_in 'tail -n 4 $EVIDENCE/edge/error.log | cut -c1-150'
wait_until 46;  type_in '# edge was changed a minute before this began: put it back first'
wait_until 50;  type_in 'touch $CONTROL/revert-edge'
wait_until 62;  type_in 'df -h / | tail -1'
wait_until 70;  type_in 'for i in 1 2 3; do curl -s -o /dev/null -w "%{http_code} %{time_total}s\n" $EDGE/prices/A0042; sleep 1; done'
wait_until 80;  type_in '# answers again: edge it was?'
wait_until 134; type_in 'for i in 1 2 3; do curl -s -o /dev/null -w "%{http_code} %{time_total}s\n" $EDGE/prices/A0042; sleep 1; done'
wait_until 152; type_in '# no. It fails again, with edge as it was yesterday'
wait_until 156; type_in 'sql "SELECT state, count(*), max(now() - state_change) AS longest FROM pg_stat_activity WHERE application_name LIKE '"'checkout%'"' GROUP BY state"'
wait_until 168; type_in 'sql "SELECT pid, state, left(query, 60) AS last_statement FROM pg_stat_activity WHERE state = '"'idle in transaction'"' LIMIT 4"'
wait_until 182; type_in '# ten connections in transactions that nobody ends, all after the coupon update: that came with 2.31.0'
wait_until 190; type_in 'touch $CONTROL/rollback'
wait_until 206; type_in 'for i in 1 2 3; do curl -s -o /dev/null -w "%{http_code} %{time_total}s\n" $EDGE/prices/A0042; sleep 1; done'
wait_until 218; type_in 'exit'
