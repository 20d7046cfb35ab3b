import type { LineFormatSource } from '../../model/line-format.ts';
import { lineFormat } from '../contract-line-format.ts';
import type { Format } from '../contract.ts';
import { databases } from './databases.ts';
import { java } from './java.ts';
import { loggers } from './loggers.ts';
import { network } from './network.ts';
import { system } from './system.ts';
import { vmware } from './vmware.ts';
import { web } from './web.ts';

/** Every format told in data; a group is a file beside this one. */
export const lineDefinitions: readonly LineFormatSource[] = [
  ...databases,
  ...java,
  ...loggers,
  ...network,
  ...system,
  ...vmware,
  ...web,
];

export const lineFormats: readonly Format[] = lineDefinitions.map(lineFormat);
