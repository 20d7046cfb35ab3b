import { TABLE_ROLES, type TableMapping, type TableRole } from '../../../model/table-mapping.ts';

/** The mapping with a column (or none) in a role. A column has one role: what it was before, it is no more. */
export function withColumn(mapping: TableMapping, role: TableRole, column: number | undefined): TableMapping {
  const next = column === undefined ? { ...mapping } : without(mapping, column);
  if (column === undefined) delete next[role];
  else next[role] = column;
  return next;
}

/** The mapping with its time in a column, and the time of day in another if it stands apart. */
export function withTime(mapping: TableMapping, column: number | undefined, clock?: number): TableMapping {
  const next = column === undefined ? { ...mapping } : without(mapping, column);
  delete next.time;
  if (column === undefined) return next;
  const apart = clock === undefined || clock === column ? next : without(next, clock);
  return { ...apart, time: { column, ...(clock === undefined || clock === column ? {} : { clock }), format: mapping.time?.format ?? 'text' } };
}

function without(mapping: TableMapping, column: number): TableMapping {
  const next = { ...mapping };
  for (const role of TABLE_ROLES) if (next[role] === column) delete next[role];
  if (next.time?.column === column) delete next.time;
  else if (next.time?.clock === column) next.time = { column: next.time.column, format: next.time.format };
  return next;
}

/** Roles by column, as words. */
export function rolesOf(mapping: TableMapping): Map<number, string> {
  const roles = new Map<number, string>();
  if (mapping.time) {
    roles.set(mapping.time.column, 'time');
    if (mapping.time.clock !== undefined) roles.set(mapping.time.clock, 'time');
  }
  for (const role of TABLE_ROLES) {
    const at = mapping[role];
    if (at !== undefined) roles.set(at, role);
  }
  return roles;
}
