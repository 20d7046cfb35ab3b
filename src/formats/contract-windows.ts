/**
 * What well-known events are called. Their texts live in message files of the machine, which an event log does not
 * hold; these titles are those of Microsoft's pages on each event: learn.microsoft.com, "Appendix L: Events to Monitor"
 * (Security), "Advanced security audit policy settings" (one page for each Security event), and for the rest the pages
 * named in the README.
 */
const TITLES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  'Microsoft-Windows-Security-Auditing': {
    4608: 'Windows is starting up', 4609: 'Windows is shutting down', 4610: 'An authentication package has been loaded by the Local Security Authority', 4611: 'A trusted logon process has been registered with the Local Security Authority',
    4616: 'The system time was changed', 4624: 'An account was successfully logged on', 4625: 'An account failed to log on', 4627: 'Group membership information', 4634: 'An account was logged off', 4647: 'User initiated logoff',
    4648: 'A logon was attempted using explicit credentials', 4649: 'A replay attack was detected', 4656: 'A handle to an object was requested', 4657: 'A registry value was modified', 4658: 'The handle to an object was closed',
    4660: 'An object was deleted', 4661: 'A handle to an object was requested', 4662: 'An operation was performed on an object', 4663: 'An attempt was made to access an object', 4670: 'Permissions on an object were changed',
    4672: 'Special privileges assigned to new logon', 4673: 'A privileged service was called', 4674: 'An operation was attempted on a privileged object', 4688: 'A new process has been created', 4689: 'A process has exited',
    4690: 'An attempt was made to duplicate a handle to an object', 4692: 'Backup of data protection master key was attempted', 4696: 'A primary token was assigned to process', 4697: 'A service was installed in the system',
    4698: 'A scheduled task was created', 4699: 'A scheduled task was deleted', 4700: 'A scheduled task was enabled', 4701: 'A scheduled task was disabled', 4702: 'A scheduled task was updated', 4703: 'A user right was adjusted',
    4704: 'A user right was assigned', 4705: 'A user right was removed', 4706: 'A new trust was created to a domain', 4713: 'Kerberos policy was changed', 4719: 'System audit policy was changed', 4720: 'A user account was created',
    4722: 'A user account was enabled', 4723: "An attempt was made to change an account's password", 4724: "An attempt was made to reset an account's password", 4725: 'A user account was disabled', 4726: 'A user account was deleted',
    4727: 'A security-enabled global group was created', 4728: 'A member was added to a security-enabled global group', 4729: 'A member was removed from a security-enabled global group', 4731: 'A security-enabled local group was created',
    4732: 'A member was added to a security-enabled local group', 4733: 'A member was removed from a security-enabled local group', 4735: 'A security-enabled local group was changed', 4737: 'A security-enabled global group was changed',
    4738: 'A user account was changed', 4739: 'Domain Policy was changed', 4740: 'A user account was locked out', 4741: 'A computer account was created', 4742: 'A computer account was changed', 4743: 'A computer account was deleted',
    4756: 'A member was added to a security-enabled universal group', 4767: 'A user account was unlocked', 4768: 'A Kerberos authentication ticket (TGT) was requested', 4769: 'A Kerberos service ticket was requested',
    4770: 'A Kerberos service ticket was renewed', 4771: 'Kerberos pre-authentication failed', 4776: 'The domain controller attempted to validate the credentials for an account', 4778: 'A session was reconnected to a Window Station',
    4779: 'A session was disconnected from a Window Station', 4781: 'The name of an account was changed', 4794: 'An attempt was made to set the Directory Services Restore Mode administrator password', 4798: "A user's local group membership was enumerated",
    4799: 'A security-enabled local group membership was enumerated', 4800: 'The workstation was locked', 4801: 'The workstation was unlocked', 4826: 'Boot Configuration Data loaded', 4902: 'The Per-user audit policy table was created',
    4904: 'An attempt was made to register a security event source', 4905: 'An attempt was made to unregister a security event source', 4907: 'Auditing settings on object were changed', 4946: 'A change has been made to Windows Firewall exception list. A rule was added',
    4956: 'Windows Firewall has changed the active profile', 5024: 'The Windows Firewall Service has started successfully', 5025: 'The Windows Firewall Service has been stopped', 5136: 'A directory service object was modified',
    5137: 'A directory service object was created', 5140: 'A network share object was accessed', 5142: 'A network share object was added', 5144: 'A network share object was deleted', 5145: 'A network share object was checked to see whether client can be granted desired access',
    5152: 'The Windows Filtering Platform blocked a packet', 5154: 'The Windows Filtering Platform has permitted an application or service to listen on a port for incoming connections', 5156: 'The Windows Filtering Platform has permitted a connection',
    5157: 'The Windows Filtering Platform has blocked a connection', 5158: 'The Windows Filtering Platform has permitted a bind to a local port', 5379: 'Credential Manager credentials were read',
  },
  'Microsoft-Windows-Eventlog': { 104: 'The log file was cleared', 1100: 'The event logging service has shut down', 1101: 'Audit events have been dropped by the transport', 1102: 'The audit log was cleared', 1104: 'The security log is now full', 1105: 'Event log automatic backup' },
  'Service Control Manager': {
    7000: 'A service failed to start', 7001: 'A service depends on a service that failed to start', 7009: 'A timeout was reached while waiting for a service to connect', 7011: 'A timeout was reached while waiting for a transaction response from a service',
    7022: 'A service hung on starting', 7023: 'A service terminated with an error', 7024: 'A service terminated with a service-specific error', 7026: 'Boot-start or system-start drivers failed to load', 7030: 'A service is marked as an interactive service',
    7031: 'A service terminated unexpectedly; a corrective action will be taken', 7034: 'A service terminated unexpectedly', 7035: 'A service was sent a control', 7036: 'A service entered a state', 7040: 'The start type of a service was changed', 7045: 'A service was installed in the system',
  },
  EventLog: {
    6005: 'The Event log service was started', 6006: 'The Event log service was stopped', 6008: 'The previous system shutdown was unexpected', 6009: 'Version of the operating system at startup', 6011: 'The NetBIOS name and DNS host name of this machine were changed', 6013: 'System uptime',
  },
  'Microsoft-Windows-Kernel-Power': { 41: 'The system has rebooted without cleanly shutting down first', 42: 'The system is entering sleep', 107: 'The system has resumed from sleep', 109: 'The kernel power manager has initiated a shutdown transition' },
  'Microsoft-Windows-Kernel-General': { 1: 'The system time has changed', 12: 'The operating system started', 13: 'The operating system is shutting down' },
  'Microsoft-Windows-WER-SystemErrorReporting': { 1001: 'The computer has rebooted from a bugcheck' },
  User32: { 1074: 'A process has initiated the restart or shutdown of the computer', 1076: 'A reason was given for the last unexpected shutdown' },
  'Application Error': { 1000: 'Faulting application' },
  'Application Hang': { 1002: 'A program stopped interacting with Windows and was closed' },
  'Windows Error Reporting': { 1001: 'Fault bucket' },
  '.NET Runtime': { 1026: 'The process was terminated due to an unhandled exception' },
  MsiInstaller: { 1033: 'Windows Installer installed the product', 1034: 'Windows Installer removed the product', 11707: 'Installation completed successfully', 11724: 'Removal completed successfully' },
  'Microsoft-Windows-PowerShell': { 4103: 'A command was run in a pipeline', 4104: 'A script block was compiled', 40961: 'The console is starting up', 40962: 'The console is ready for user input' },
  'Microsoft-Windows-Sysmon': {
    1: 'Process Create', 2: 'File creation time changed', 3: 'Network connection detected', 4: 'Sysmon service state changed', 5: 'Process terminated', 6: 'Driver loaded', 7: 'Image loaded', 8: 'CreateRemoteThread detected', 9: 'RawAccessRead detected', 10: 'Process accessed',
    11: 'File created', 12: 'Registry object added or deleted', 13: 'Registry value set', 14: 'Registry object renamed', 15: 'File stream created', 16: 'Sysmon config state changed', 17: 'Pipe Created', 18: 'Pipe Connected', 19: 'WmiEventFilter activity detected',
    20: 'WmiEventConsumer activity detected', 21: 'WmiEventConsumerToFilter activity detected', 22: 'Dns query', 23: 'File Delete archived', 24: 'Clipboard changed', 25: 'Process Tampering', 26: 'File Delete logged', 255: 'Error report',
  },
  'Microsoft-Windows-TerminalServices-LocalSessionManager': { 21: 'Session logon succeeded', 22: 'Shell start notification received', 23: 'Session logoff succeeded', 24: 'Session has been disconnected', 25: 'Session reconnection succeeded' },
  'Microsoft-Windows-TerminalServices-RemoteConnectionManager': { 261: 'Listener received a connection', 1149: 'User authentication succeeded' },
  'Microsoft-Windows-TaskScheduler': { 100: 'Task started', 102: 'Task completed', 106: 'Task registered', 129: 'Created task process', 140: 'Task updated', 141: 'Task registration deleted', 200: 'Action started', 201: 'Action completed' },
  'Microsoft-Windows-Windows Defender': { 1116: 'Malware or other potentially unwanted software was detected', 1117: 'An action was taken against malware', 5001: 'Real-time protection is disabled' },
  disk: { 7: 'The device has a bad block', 11: 'The driver detected a controller error', 51: 'An error was detected on the device during a paging operation', 153: 'The IO operation was retried' },
  Ntfs: { 55: 'The file system structure on the disk is corrupt and unusable' },
  NETLOGON: { 3210: 'This computer could not authenticate with a domain controller', 5719: 'This computer was not able to set up a secure session with a domain controller', 5722: 'The session setup from a computer failed to authenticate', 5805: 'The session setup from a computer failed to authenticate' },
  'Microsoft-Windows-GroupPolicy': { 1129: 'The processing of Group Policy failed because of lack of network connectivity to a domain controller' },
  'Microsoft-Windows-Resource-Exhaustion-Detector': { 2004: 'Windows diagnosed a low virtual memory condition' },
  'Microsoft-Windows-DNS-Client': { 1014: 'Name resolution for a name timed out after none of the configured DNS servers responded' },
  'Microsoft-Windows-Time-Service': { 35: 'The time service is now synchronizing the system time', 36: 'The time service has not synchronized the system time', 37: 'The time provider is receiving valid time data', 50: 'The time service detected a time difference' },
};

/** What Windows 2000, XP and 2003 said with other numbers in the Security log: learn.microsoft.com, "Audit logon events", "Audit process tracking" and so on. */
const OLD_SECURITY: Readonly<Record<number, string>> = {
  512: 'Windows is starting up', 513: 'Windows is shutting down', 517: 'The audit log was cleared', 520: 'The system time was changed', 528: 'A user successfully logged on to a computer', 529: 'Logon failure: unknown user name or bad password',
  531: 'Logon failure: the account is disabled', 534: 'Logon failure: the logon type is not allowed', 535: 'Logon failure: the password has expired', 537: 'Logon failure', 538: 'The logoff process was completed for a user', 539: 'Logon failure: the account is locked out',
  540: 'A user successfully logged on to a network', 551: 'A user initiated the logoff process', 552: 'A user logged on with explicit credentials while already logged on as another', 560: 'Access was granted to an object', 562: 'A handle to an object was closed',
  576: 'Special privileges were assigned to a user', 592: 'A new process was created', 593: 'A process exited', 600: 'A process was assigned a primary token', 601: 'A user attempted to install a service', 602: 'A scheduler job was created',
  612: 'An audit policy was changed', 624: 'A user account was created', 628: 'A user password was set', 630: 'A user account was deleted', 636: 'A member was added to a local group', 642: 'A user account was changed', 644: 'A user account was locked out',
  672: 'An authentication service ticket was issued', 673: 'A ticket-granting service ticket was granted', 675: 'Pre-authentication failed', 680: 'An account was used for logon', 682: 'A user has reconnected to a disconnected terminal server session', 683: 'A user disconnected a terminal server session',
};

/** Title of an event, without a full stop; `undefined` for the many that are not listed. */
export function titleOf(provider: string | undefined, eventId: number | bigint | undefined): string | undefined {
  if (provider === undefined || typeof eventId !== 'number') return undefined;
  if (provider === 'Security') return OLD_SECURITY[eventId];
  const titles = Object.hasOwn(TITLES, provider) ? TITLES[provider] : undefined;
  return titles?.[eventId];
}

/** `S-1-5-18` (MS-DTYP §2.4.2.1); `undefined` when the bytes are none. They lie in the view: the caller has looked. */
export function sidText(view: DataView, at: number, size: number): string | undefined {
  if (size < 8) return undefined;
  const count = view.getUint8(at + 1);
  if (count > 15 || 8 + count * 4 > size) return undefined;
  const authority = view.getUint16(at + 2, false) * 0x1_0000_0000 + view.getUint32(at + 4, false);
  let text = `S-${view.getUint8(at)}-${authority < 0x1_0000_0000 ? authority : `0x${authority.toString(16)}`}`;
  for (let i = 0; i < count; i++) text += `-${view.getUint32(at + 8 + i * 4, true)}`;
  return text;
}
