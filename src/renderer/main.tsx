import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/layout.css';
import './ui/feedback.css';
import './ui/chart.css';
import { App } from './app/app.tsx';
import { connectToEngine } from './rpc/connect.ts';
import { createConnection } from './rpc/connection.ts';
import { createPlaceStore } from './state/place.ts';
import { createPreferences } from './state/preferences.ts';

// The page's policy forbids eval; zod would try it once and be reported.
z.config({ jitless: true });

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
createRoot(root).render(
  <App connection={createConnection(connectToEngine)} place={createPlaceStore(window)} preferences={createPreferences(window.localStorage)} />,
);
