/** What a value that varies in messages looks like. `quoted`: anything between quotes; `text`: words of no other kind; `value`: of several kinds, or of none of these. */
export const PARAMETER_TYPES = [
  'number', 'hex', 'ip', 'port', 'uuid', 'id', 'duration', 'size', 'percent', 'timestamp', 'version', 'path', 'url', 'email', 'host', 'quoted', 'text', 'value',
] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];
