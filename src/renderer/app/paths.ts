/** The last part of a path of either kind of system. */
export function baseName(path: string): string {
  const trimmed = path.replace(/[/\\]+$/, '');
  return trimmed.slice(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\')) + 1) || trimmed;
}

/** A path in a folder, with the separator that the folder's own path uses. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`;
}

/** File name for a new case made from evidence: `logs.tar.gz` → `logs.tephra`. */
export function caseNameFor(evidencePath: string | undefined): string {
  const stem = evidencePath === undefined ? '' : baseName(evidencePath).replace(/^\.+/, '').split('.')[0]!.trim();
  return `${stem === '' ? 'incident' : stem}.tephra`;
}

/** Title of a case whose folder has this name: `checkout-outage.tephra` → `checkout-outage`. */
export function titleOfCase(path: string): string {
  return baseName(path).replace(/\.tephra$/i, '') || 'Case';
}
