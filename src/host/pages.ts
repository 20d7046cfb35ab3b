/** The few pages that are not the workbench: a sentence on what is wrong and the next step. No script, no assets. */
export interface Page {
  readonly status: number;
  readonly html: string;
}

function page(status: number, title: string, text: string): Page {
  return {
    status,
    html: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Tephra</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  main { max-width: 36rem; margin: 20vh auto 0; padding: 0 1.5rem; }
  h1 { font-size: 1.25rem; }
</style>
<main>
<h1>${title}</h1>
<p>${text}</p>
</main>
</html>
`,
  };
}

const NEW_ADDRESS = 'Start Tephra once more for a new one; the one that runs may go on.';

export const PAGES = {
  signInNeeded: page(401, 'This browser is not signed in', `Open the address that Tephra printed in the terminal. If it was opened before: each address works once. ${NEW_ADDRESS}`),
  tokenRefused: page(401, 'This address does not work any more', `Each address that Tephra prints works once. ${NEW_ADDRESS}`),
  host: page(421, 'Not an address of Tephra', 'Tephra answers as 127.0.0.1, localhost or [::1] only. Open the address that it printed in the terminal.'),
  crossSite: page(403, 'Opened from another site', 'Tephra does not answer links and requests of other sites. Copy the address into the address bar yourself; it was not used up.'),
  badRequest: page(400, 'Not a request that Tephra understands', 'Open the address that Tephra printed in the terminal.'),
  notFound: page(404, 'There is nothing at this address', 'Remove all after the port from the address to come back to the workbench.'),
  methodNotAllowed: page(405, 'Not a request that Tephra understands', 'Pages can be read with GET and HEAD only.'),
} satisfies Record<string, Page>;
