/** Pattern of a colour of a terminal (ECMA-48 8.3.117, SGR), as loggers for development put around times and levels. */
export const COLOUR = String.raw`\u001b\[[\d;]{0,16}m`;
