/** Common events by their number, /etc/security/audit_event of macOS and FreeBSD. */
export const EVENTS: Readonly<Record<number, string>> = {
  1: 'exit', 2: 'fork', 3: 'open', 4: 'creat', 5: 'link', 6: 'unlink', 7: 'exec', 8: 'chdir', 9: 'mknod', 10: 'chmod', 11: 'chown', 12: 'umount', 14: 'access', 15: 'kill', 16: 'stat', 17: 'lstat', 18: 'acct', 20: 'reboot', 21: 'symlink',
  22: 'readlink', 23: 'execve', 24: 'chroot', 25: 'vfork', 32: 'connect', 33: 'accept', 34: 'bind', 42: 'rename', 47: 'mkdir', 48: 'rmdir', 62: 'mount', 72: 'open for reading', 6152: 'login', 6153: 'logout', 6159: 'su', 6163: 'passwd',
  45000: 'audit startup', 45001: 'audit shutdown', 45023: 'user authentication', 45025: 'authorization', 45029: 'audit recovery',
};
