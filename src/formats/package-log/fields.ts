import type { FieldDefinition } from '../contract.ts';

export const fields: readonly FieldDefinition[] = [
  { name: 'event.action', type: 'string', description: 'What was done: install, upgrade, remove, purge, configure, status …', facet: true },
  { name: 'package.name', type: 'string', description: 'Package.', facet: true },
  { name: 'package.version', type: 'string', description: 'Version that was put there; of a removal, the one that was.' },
  { name: 'package.version_before', type: 'string', description: 'Version that it replaced.' },
  { name: 'package.architecture', type: 'string', description: 'Architecture, where it is named.', facet: true },
  { name: 'package.state', type: 'string', description: 'State of dpkg: half-installed, unpacked, installed …', facet: true },
  { name: 'process.command_line', type: 'string', description: 'Command that was run.' },
  { name: 'user.name', type: 'string', description: 'Who asked for it.', facet: true },
  { name: 'duration_ns', type: 'integer', description: 'Nanoseconds from start to end of a transaction.' },
];

export const F = { action: 0, name: 1, version: 2, before: 3, architecture: 4, state: 5, command: 6, user: 7, duration: 8 } as const;
