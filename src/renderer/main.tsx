import './zod-setup.ts';
import { createRoot } from 'react-dom/client';
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

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
createRoot(root).render(
  <App connection={createConnection(connectToEngine)} place={createPlaceStore(window)} preferences={createPreferences(window.localStorage)} />,
);
