import type { Engine } from '../engine/service/engine.ts';
import { connect } from '../protocol/client.ts';
import { memoryPair } from '../protocol/transports/memory.ts';
import type { EngineConnection } from './io.ts';

/** A client of an engine in this process; closing it closes the engine. */
export function connectInMemory(engine: Engine, author: string): EngineConnection {
  const [ours, theirs] = memoryPair();
  engine.connect(theirs);
  const client = connect(ours, { client: 'tephra-cli', author });
  return {
    client,
    close: async () => {
      client.close();
      await engine.close();
    },
  };
}
