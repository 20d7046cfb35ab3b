/** Version of frames and encoding. Both sides must speak the same; raised on every change that an older side would misread. */
export const PROTOCOL_VERSION = 1;

/** A frame's encoded size. Larger answers fail with `protocol/too-large`; larger incoming frames end the connection. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** Values (scalars, containers and map keys) in a frame: keeps 16 MiB of empty maps from becoming gigabytes of objects. */
export const MAX_FRAME_VALUES = 4 * 1024 * 1024;

/** Nesting of containers in a frame. Attributes of evidence may nest; the stack of the decoder must hold. */
export const MAX_FRAME_DEPTH = 256;

/** Items of one stream that may be under way, unconsumed, at once. */
export const STREAM_WINDOW_ITEMS = 16;

/** Calls of one connection that may run at once. */
export const MAX_RUNNING_CALLS = 1024;

/** How long a server waits for the hello of a new connection. */
export const HELLO_TIMEOUT_MS = 10_000;

/** Bytes a transport holds for a receiver that does not read, before it gives the connection up. */
export const MAX_BUFFERED_BYTES = 256 * 1024 * 1024;
