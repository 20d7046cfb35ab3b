export type CodecErrorCode = 'too-large' | 'too-deep' | 'unsupported' | 'malformed';

/** Why a value could not be encoded, or bytes not be decoded. */
export class CodecError extends Error {
  readonly code: CodecErrorCode;
  constructor(code: CodecErrorCode, message: string) {
    super(message);
    this.name = 'CodecError';
    this.code = code;
  }
}
