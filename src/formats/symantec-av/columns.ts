/**
 * Columns of a daily log, by what Symantec calls them (LI_…), in their order:
 * http://service1.symantec.com/SUPPORT/ent-security.nsf/docid/2002111911231448 ("Interpreting the log files").
 * Versions before 9 end after the 39th.
 */
export const COLUMNS = [
  'time', 'event', 'category', 'logger', 'computer', 'user', 'virus', 'file', 'action1', 'action2', 'action0', 'virus_type', 'flags', 'description', 'scan_id',
  'new_ext', 'group_id', 'event_data', 'vbin_id', 'virus_id', 'quarfwd_status', 'access', 'snd_status', 'compressed', 'depth', 'still_infected', 'def_info',
  'def_sequence_number', 'clean_info', 'delete_info', 'backup_id', 'parent', 'guid', 'client_group', 'address', 'domain_name', 'nt_domain', 'mac_address', 'version',
  'remote_machine', 'remote_address', 'action1_status', 'action2_status', 'license_feature_name', 'license_feature_version', 'license_serial_number',
  'license_fulfillment_id', 'license_start_date', 'license_expiration_date', 'license_lifecycle', 'license_seats_total', 'license_seats', 'error_code',
  'license_seats_delta', 'status', 'domain_guid', 'session_guid', 'vbin_session_id', 'login_domain',
] as const;

/** Events by their number, GL_EVENT_…, in words (article TECH105571 has what they mean). */
export const EVENTS: Readonly<Record<string, string>> = {
  1: 'alert', 2: 'scan stopped', 3: 'scan started', 4: 'pattern update', 5: 'virus found', 6: 'scan omission', 7: 'load pattern', 10: 'checksum', 11: 'trap',
  12: 'configuration change', 13: 'shutdown', 14: 'startup', 16: 'pattern download', 17: 'too many viruses', 18: 'sent to quarantine server',
  19: 'scan and deliver', 20: 'backup', 21: 'scan abort', 22: 'real-time protection load error', 23: 'real-time protection load', 24: 'real-time protection unload',
  25: 'remove client', 26: 'scan delayed', 27: 'scan restart', 28: 'add roaming client', 29: 'remove roaming client', 30: 'license warning', 31: 'license error',
  32: 'license grace', 33: 'unauthorized communication', 34: 'log forwarding error', 35: 'license installed', 36: 'license allocated', 37: 'license ok',
  38: 'license deallocated', 39: 'bad definitions rollback', 40: 'bad definitions unprotected', 41: 'provider parsing error', 42: 'real-time protection error',
  43: 'compliance fail', 44: 'compliance success', 45: 'tamper protection', 46: 'anomaly start', 47: 'detection action taken', 48: 'remediation action pending',
  49: 'remediation action failed', 50: 'remediation action successful', 51: 'anomaly finish', 52: 'login failed', 53: 'login success',
  54: 'unauthorized communication', 55: 'client install av', 56: 'client install fw', 57: 'client uninstall', 58: 'client uninstall rollback',
  59: 'server group root certificate issue', 60: 'server certificate issue', 61: 'trusted root change', 62: 'server certificate startup failed',
  63: 'client checkin', 64: 'client no checkin', 65: 'scan suspended', 66: 'scan resumed', 67: 'scan duration insufficient', 68: 'client move',
  69: 'scan failed enhanced', 70: 'compliance failed audit', 71: 'heuristic threat now whitelisted', 72: 'interesting process detected start',
  73: 'load error of SONAR', 74: 'load error of whitelist', 75: 'interesting process detected finish', 76: 'proactive scan not supported for system',
  77: 'heuristic threat now known',
};

export const CATEGORIES: Readonly<Record<string, string>> = { 1: 'infection', 2: 'summary', 3: 'pattern', 4: 'security' };

/** What was done (action0). */
export const ACTIONS: Readonly<Record<string, string>> = {
  1: 'quarantined', 2: 'renamed', 3: 'deleted', 4: 'left alone', 5: 'cleaned', 6: 'cleaned or macros deleted', 7: 'saved', 8: 'sent to Intel (AMS)', 9: 'moved to backup',
  10: 'renamed backup file', 11: 'undone in quarantine', 12: 'not possible, write-protected', 13: 'backed up',
};
