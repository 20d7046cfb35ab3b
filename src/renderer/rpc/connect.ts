import type { Client } from '../../protocol/handler.ts';
import { connect } from '../../protocol/client.ts';
import type { Transport } from '../../protocol/transport.ts';
import { messagePortTransport } from '../../protocol/transports/message-port.ts';
import { webSocketTransport } from '../../protocol/transports/web-socket.ts';
import { requestPort } from './port.ts';
import { shell } from './shell.ts';

/** A client over the preload's MessagePort, or in a browser over a WebSocket to the host that served the page. */
export async function connectToEngine(): Promise<Client> {
  const electron = shell();
  const client = connect(electron ? messagePortTransport(await requestPort(electron)) : await openSocket(), { client: 'tephra-renderer' });
  const ready = await client.ready;
  if (!ready.ok) {
    client.close();
    throw new Error(ready.failure.message);
  }
  return client;
}

function openSocket(): Promise<Transport> {
  const { protocol, host } = window.location;
  const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws`);
  const transport = webSocketTransport(socket);
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(transport));
    socket.addEventListener('error', () => void whyNot().then((sentence) => reject(new Error(sentence))));
  });
}

/** A browser does not say why a WebSocket was refused; asking for the page does. */
async function whyNot(): Promise<string> {
  try {
    const page = await fetch('/', { cache: 'no-store' });
    if (page.status === 401 || page.status === 403) return 'The engine was started anew and does not know this window. Open the address that it printed.';
    return 'The engine refused the connection.';
  } catch {
    return 'The engine is not running. Start Tephra again, and open the address it prints.';
  }
}
